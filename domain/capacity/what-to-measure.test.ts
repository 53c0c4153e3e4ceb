import { expect, test } from '@jest/globals';
import type { VolumeUse } from '../kinds/volume-use.ts';
import { isMeasureDue, mergeUses, newestUses } from './what-to-measure.ts';

const NOW = new Date('2026-11-23T20:00:00Z');
const VOLUME = { name: 'pv', pvc: { namespace: 'shop', name: 'data:new' } };

function use(measuredAt: string, change: Partial<VolumeUse> = {}): VolumeUse {
  return { namespace: 'shop', claim: 'data', volume: 'pv', measuredAt, ...change };
}

test.each([
  ['nothing is known', [], {}, true],
  ['it was measured just now', [use('2026-11-23T19:30:00Z')], {}, false],
  ['it failed just now', [use('2026-11-23T19:30:00Z', { failure: 'x' })], {}, false],
  ['it was measured long ago', [use('2026-11-23T18:59:00Z')], {}, true],
  ['another volume was measured', [use('2026-11-23T19:30:00Z', { volume: 'old' })], {}, true],
  ['it stays behind', [], { selection: { action: 'skip' } }, false],
  ['it has no files', [], { pvc: { ...VOLUME.pvc, volumeMode: 'Block' } }, false],
])('a run measures a volume first: %s', (_, uses, change, expected) => {
  const known = { uses, now: NOW, resizing: { enabled: true } };

  expect(isMeasureDue({ ...VOLUME, ...change }, known)).toBe(expected);
  expect(isMeasureDue({ ...VOLUME, ...change }, { ...known, resizing: { enabled: false } })).toBe(
    false,
  );
});

test('a new measure takes the place of the earlier one, and keeps what was proposed', () => {
  const other = use('2026-11-23T18:00:00Z', { claim: 'logs' });
  const earlier = use('2026-11-23T18:00:00Z', { proposed: '2Gi' });
  const later = use('2026-11-23T19:00:00Z');

  expect(mergeUses([earlier, other], [later])).toEqual([{ ...later, proposed: '2Gi' }, other]);
  expect(mergeUses([], [later])).toEqual([later]);
});

test('what is judged is written over what it was judged from, and over nothing that came since', () => {
  const judged = use('2026-11-23T18:00:00Z', { proposed: '2Gi' });
  const since = use('2026-11-23T19:00:00Z');

  expect(newestUses([use('2026-11-23T18:00:00Z')], [judged])).toEqual([judged]);
  expect(newestUses([since], [judged])).toEqual([since]);
  expect(newestUses([use('2026-11-23T18:00:00Z', { claim: 'gone' })], [judged])).toEqual([]);
});
