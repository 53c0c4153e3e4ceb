import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../../kube-object.ts';
import { groupKindOf } from '../group-kind.ts';
import { isRecord } from '../read.ts';
import { RULES } from '../rules.ts';
import { transform } from '../transform.ts';
import { contextWith } from './context.ts';
import { SAMPLES } from './samples.ts';

const CONTEXTS = [
  contextWith({
    claims: {
      'shop/data': {
        ...{ action: 'copy', targetName: 'data-new', storageClass: 'ocs' },
        ...{ accessModes: ['ReadWriteMany'], capacity: '20Gi' },
      },
    },
    target: { uidRanges: { '1000650000/10000': 'other' } },
  }),
  contextWith({
    claims: {
      'shop/data': {
        ...{ action: 'move', targetName: 'data', storageClass: '' },
        ...{ accessModes: [], capacity: '' },
      },
    },
    source: { chosenNodePorts: [31000] },
    target: { ipFamilies: ['IPv4', 'IPv6'], nodePorts: { '31000': 'other/web' } },
  }),
];

/** What may stand where the API server would have put something else. */
const ODD = [null, [], {}, '', 'shop', 0, -1, true, [null], [[]], [{}], { name: null }, undefined];

type Place = (string | number)[];

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  }
  return isRecord(value) ? { ...value, [key]: replaced(value[key], rest, by) } : value;
}

/** The engine asks an object for its kind before any rule; the rest may be as odd as it likes. */
function oddPlaces(object: KubeObject): Place[] {
  return placesIn(object).filter(
    (place) => place.length > 0 && place[0] !== 'apiVersion' && place[0] !== 'kind',
  );
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

const anyObject = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...ODD)), { maxLength: 3 }),
  )
  .map(([sample, changes]) =>
    changes.reduce<KubeObject>((object, [number, by]) => {
      const places = oddPlaces(object);
      const place = places[number % Math.max(places.length, 1)];
      return place === undefined ? object : (replaced(object, place, by) as KubeObject);
    }, sample),
  );

describe('row 28: any object', () => {
  it('is a sample of every kind that a rule is about', () => {
    const known = new Set(SAMPLES.map(groupKindOf));
    const named = RULES.flatMap(({ kinds }) => kinds ?? []);

    expect(named.filter((kind) => !known.has(kind))).toEqual([]);
  });

  it('row 28: is not changed itself, and its result goes through again unchanged', () => {
    fc.assert(
      fc.property(anyObject, fc.constantFrom(...CONTEXTS), (object, context) => {
        const first = transform(frozen(object), context);
        if (first.outcome === 'skipped') return;
        const second = transform(frozen(first.object), context);

        expect(second).toMatchObject({ outcome: 'kept' });
        expect(second).toHaveProperty('object', first.object);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(SAMPLES.map((sample): [string, KubeObject] => [groupKindOf(sample), sample]))(
    'row 28: keeps what no rule names: %s',
    (_, sample) => {
      const own = { list: [1, null, { deep: 'x' }], 'odd.key/here': '' };
      const spec = isRecord(sample['spec']) ? { spec: { ...sample['spec'], own } } : {};
      const marked: KubeObject = {
        ...{ ...sample, ...spec, own },
        metadata: { ...sample.metadata, annotations: { ...sample.metadata.annotations, own: '1' } },
      };

      for (const context of CONTEXTS) {
        const result = transform(frozen(marked), context);
        if (result.outcome === 'skipped') continue;
        expect(result.object['own']).toEqual(own);
        expect(result.object.metadata.annotations?.['own']).toBe('1');
        if ('spec' in spec) expect(result.object).toHaveProperty(['spec', 'own'], own);
      }
    },
  );
});
