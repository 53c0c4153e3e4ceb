import { expect, test } from '@jest/globals';
import { itineraryOf } from '../../domain/itinerary/of-run.ts';
import type { Itinerary } from '../../domain/itinerary/step.ts';
import { RUN_TYPES } from '../../domain/run/run-type.ts';
import { FAULTS, listCells, uncovered, WAYS } from './cells.ts';

const ITINERARIES = RUN_TYPES.map(itineraryOf);

test('every step that does something meets every fault', () => {
  const cells = listCells();
  expect(uncovered(ITINERARIES, cells)).toEqual([]);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  for (const fault of FAULTS) {
    expect(cells).toContainEqual(
      expect.objectContaining({ id: `rollback/DeleteMigrated/${fault}`, fault }),
    );
  }
});

test('says which step nobody comes by', () => {
  const more: Itinerary = {
    name: 'More',
    steps: [{ phase: 'Extra', pipeline: 'Prepare', act: 'checkPlan', summary: 'look' }],
  };
  expect(uncovered([...ITINERARIES, more], listCells())).toEqual(['More/Extra']);
  const without = WAYS.filter(({ name }) => name !== 'cutover-velero');
  expect(uncovered(ITINERARIES, listCells(without))).toContain('Final/EnsureInitialBackup');
});

test('phases without an act are left out, and so are steps of another way', () => {
  const ids = listCells().map(({ id }) => id);
  expect(ids).not.toContain('cutover/Completed/fatal');
  expect(ids).not.toContain('cutover/EnsureInitialBackup/fatal');
  expect(ids).toContain('cutover-velero/EnsureInitialBackup/fatal');
  expect(ids).not.toContain('cutover-velero/QuiesceApplications/fatal');
});
