import { describe, expect, it } from '@jest/globals';
import type { RunVolume } from './facts.ts';
import { mappingRefusal } from './mapped-claims.ts';
import type { RunType } from './run-type.ts';

function volume(mapping: string): RunVolume {
  const [claim = '', targetClaim = claim] = mapping.split(':');
  return { namespace: 'shop', claim, targetNamespace: 'store', targetClaim } as RunVolume;
}

const volumes = (...mappings: string[]): RunVolume[] => mappings.map(volume);

describe('mappingRefusal', () => {
  it.each<[RunType | undefined, string[]]>([
    [undefined, ['data', 'logs']],
    ['cutover', ['data', 'logs']],
    ['stage', ['data:data']],
    ['state', ['data:new', 'logs']],
    ['state', ['data:logs', 'logs:data']],
    ['state', []],
  ])('lets a %s have %j', (type, mappings) => {
    expect(mappingRefusal(type, volumes(...mappings))).toBeUndefined();
  });

  it.each<RunType | undefined>([undefined, 'cutover', 'stage'])(
    'refuses other names in a %s, which it names',
    (type) => {
      expect(mappingRefusal(type, volumes('logs', 'data:new'))).toMatchObject({
        ...{ type: 'InvalidSpec', reason: 'NotSupported', category: 'Critical' },
        message: expect.stringMatching(/^[^,]*\[shop\/data:store\/new\].*spec\.migrateState/),
      });
    },
  );

  it('refuses two claims that are to become one', () => {
    expect(mappingRefusal('state', volumes('data:new', 'logs:new', 'media'))).toMatchObject({
      ...{ type: 'ConflictingPVCMappings', reason: 'PvNameConflict', category: 'Critical' },
      message: expect.stringContaining('[shop/data:store/new, shop/logs:store/new]'),
    });
  });
});
