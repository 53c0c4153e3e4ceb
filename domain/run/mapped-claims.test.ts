import { describe, expect, it } from '@jest/globals';
import type { RunVolume } from './facts.ts';
import { mappingRefusal } from './mapped-claims.ts';
import type { RunType } from './run-type.ts';

function volume(mapping: string): RunVolume {
  const [claim = '', targetClaim = claim] = mapping.split(':');
  return { namespace: 'shop', claim, targetNamespace: 'store', targetClaim } as RunVolume;
}

const ends = {
  source: { namespace: 'ns', name: 'old' },
  target: { namespace: 'ns', name: 'new' },
};

const refusalOf = (type: RunType | undefined, ...mappings: string[]) =>
  mappingRefusal({
    ...ends,
    ...(type === undefined ? {} : { type }),
    volumes: mappings.map(volume),
  });

describe('mappingRefusal', () => {
  it.each<[RunType | undefined, string[]]>([
    [undefined, ['data', 'logs']],
    ['cutover', ['data', 'logs']],
    ['stage', ['data:data']],
    ['state', ['data:new', 'logs']],
    ['state', ['data:logs', 'logs:data']],
    ['state', []],
  ])('lets a %s have %j', (type, mappings) => {
    expect(refusalOf(type, ...mappings)).toBeUndefined();
  });

  it.each<RunType | undefined>([undefined, 'cutover', 'stage'])(
    'refuses other names in a %s, which it names',
    (type) => {
      expect(refusalOf(type, 'logs', 'data:new')).toMatchObject({
        ...{ type: 'InvalidSpec', reason: 'NotSupported', category: 'Critical' },
        message: expect.stringMatching(/^[^,]*\[shop\/data:store\/new\].*spec\.migrateState/),
      });
    },
  );

  it('refuses two claims that are to become one', () => {
    expect(refusalOf('state', 'data:new', 'logs:new', 'media')).toMatchObject({
      ...{ type: 'ConflictingPVCMappings', reason: 'PvNameConflict', category: 'Critical' },
      message: expect.stringContaining('[shop/data:store/new, shop/logs:store/new]'),
    });
  });

  describe('inside one cluster', () => {
    const inside = (targetNamespace: string, mapping: string) =>
      mappingRefusal({
        ...{ type: 'state', source: ends.source, target: ends.source },
        volumes: [{ ...volume(mapping), targetNamespace }],
      });

    it('refuses a claim that is its own target', () => {
      expect(inside('shop', 'data')).toMatchObject({
        ...{ type: 'InvalidSpec', reason: 'NotSupported', category: 'Critical' },
        message: expect.stringContaining('[shop/data:shop/data] would be copied onto'),
      });
    });

    it.each([
      ['shop', 'data:new'],
      ['store', 'data'],
    ])('lets %s have %s', (namespace, mapping) => {
      expect(inside(namespace, mapping)).toBeUndefined();
    });
  });
});
