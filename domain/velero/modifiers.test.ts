import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyModifiers } from '../../test/fakes/velero-modifiers.ts';
import type { KubeObject } from '../kube-object.ts';
import { isRecord } from '../transform/read.ts';
import type { RestoredPair } from './alteration.ts';
import { alterationRules, labelRule, modifierText } from './modifiers.ts';

const LABELS = { 'migration.openshift.io/migrated-by-migmigration': 'u-1' };

function deployment(name: string, rest: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    ...rest,
  };
}

function marked(object: KubeObject, namespace = 'store'): KubeObject {
  const labels = { ...object.metadata.labels, ...LABELS };
  return { ...object, metadata: { ...object.metadata, namespace, labels } };
}

function pair(before: KubeObject, wanted: KubeObject, resource = 'deployments.apps'): RestoredPair {
  return { resource, before, wanted: marked(wanted) };
}

function rulesOf(...pairs: RestoredPair[]) {
  const expressed = alterationRules(pairs, LABELS);
  if (!expressed.ok) throw new Error(expressed.because);
  return expressed.rules;
}

function refusal(...pairs: RestoredPair[]): string | undefined {
  const expressed = alterationRules(pairs, LABELS);
  return expressed.ok ? undefined : expressed.because;
}

/** What Velero creates, before it gives it its new namespace. */
function restored({ resource, before }: RestoredPair, rules: ReturnType<typeof rulesOf>) {
  return applyModifiers(modifierText([labelRule(LABELS), ...rules]), resource, before);
}

function expectWanted(one: RestoredPair, rules = rulesOf(one)): void {
  const { object, errors } = restored(one, rules);
  expect(errors).toEqual([]);
  expect(object).toEqual(marked(one.wanted, 'shop'));
}

/** The second with much of the first in it, so that differences lie deep. */
function mixed(first: unknown, second: unknown): unknown {
  if (!isRecord(first) || !isRecord(second)) return second;
  const entries = Object.entries(second).map(([key, value]) => [key, mixed(first[key], value)]);
  return Object.fromEntries([...Object.entries(first).slice(1), ...entries]) as unknown;
}

// V8 reads `{"a\\"":1}` as `{"a\\\\":1}` once it has seen the latter: no key here ends so.
const keys = fc
  .oneof(
    fc.constantFrom('a', 'b', 'c', 'a/b~c', 'x.y', '<<', '"', '\\n', 'é\u2028', '__proto__', ''),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  .filter((key) => !key.endsWith('\\'));
const texts = fc.oneof(
  fc.constantFrom('true', 'null', '1', '0x1', 'yes', '{}', '"', '""', '"a"', 'a"b\\c\nd', '', '~'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    texts,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
  ),
  tree: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
  ),
}));
const specs = fc.dictionary(keys, tree, { maxKeys: 5 });

describe('modifiers', () => {
  it('make Velero create what is wanted, whatever the difference', () => {
    fc.assert(
      fc.property(specs, specs, specs, (common, before, wanted) => {
        const one = pair(
          deployment('web', { spec: { ...common, before } }),
          deployment('web', { spec: { ...common, before: mixed(before, wanted), wanted } }),
        );

        expectWanted(one);
      }),
      { numRuns: 500 },
    );
  });

  it('touch no object but the one they are for', () => {
    const names = fc.uniqueArray(
      fc.constantFrom('web', 'web.1', 'webx1', 'web1', 'a:b', '(a)', '[x', 'w'),
      { minLength: 2 },
    );
    fc.assert(
      fc.property(
        names,
        fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
        (found, sizes) => {
          const pairs = found.map((name, index) =>
            pair(
              deployment(name, { spec: { replicas: 1 } }),
              deployment(name, { spec: { replicas: sizes[index] } }),
            ),
          );

          const rules = rulesOf(...pairs);

          for (const one of pairs) expectWanted(one, rules);
        },
      ),
    );
  });

  it('say once what is done to many alike', () => {
    const to = (replicas: number) => (name: string) =>
      pair(deployment(name, { spec: { replicas: 3 } }), deployment(name, { spec: { replicas } }));

    const rules = rulesOf(...['a', 'b.c', 'd'].map(to(0)), to(3)('same'));

    expect(rules).toEqual([
      {
        conditions: {
          groupResource: 'deployments.apps',
          namespaces: ['shop'],
          resourceNameRegex: '^(a|b\\.c|d)$',
        },
        mergePatches: [{ patchData: '{"spec":{"replicas":0}}' }],
      },
    ]);
  });

  it('are not needed for what is labelled only', () => {
    const same = deployment('web', { spec: { replicas: 3 } });

    expect(rulesOf(pair(same, same))).toEqual([]);
    expectWanted(pair(same, same));
  });

  it('leave it to Velero what a cluster gives an object', () => {
    const before = deployment('web');
    const wanted = deployment('web', { status: { replicas: 3 } });
    Object.assign(wanted.metadata, {
      ...{ uid: 'u', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' },
      ...{ ownerReferences: [{ uid: 'gone' }], managedFields: [{}], generation: 2 },
    });

    expect(rulesOf(pair(before, wanted))).toEqual([]);
  });

  it.each([
    ['null for nothing', {}, { x: null }],
    ['null for a value', { x: 1 }, { x: null }],
    ['null in a list', { x: [1] }, { x: [null] }],
    ['null within a list', { x: [{ a: 1 }] }, { x: [{ a: null }] }],
    ['null in what is new', {}, { x: { a: null } }],
  ])('say by a JSON patch what a merge patch cannot: %s', (_name, before, wanted) => {
    const one = pair(deployment('web', { spec: before }), deployment('web', { spec: wanted }));

    expect(rulesOf(one)[0]).toHaveProperty('patches');
    expectWanted(one);
  });

  it('let null be where it was', () => {
    const template = { metadata: { creationTimestamp: null } };
    const one = pair(
      deployment('web', { spec: { template, replicas: 1 } }),
      deployment('web', { spec: { template, replicas: 0 } }),
    );

    expect(rulesOf(one)[0]).toHaveProperty('mergePatches');
    expectWanted(one);
  });

  it.each([
    [{ apiVersion: 'apps/v1beta1' }, /it arrives as Deployment of apps\/v1beta1/],
    [{ kind: 'DaemonSet' }, /it arrives as DaemonSet/],
    [{ metadata: { name: 'other', namespace: 'shop' } }, /another name, other/],
  ])('cannot make another object of one: %j', (other, expected) => {
    expect(refusal(pair(deployment('web'), { ...deployment('web'), ...other }))).toMatch(expected);
  });

  describe('for a Secret', () => {
    const secret = (rest: Record<string, unknown>, annotations = {}): KubeObject => ({
      ...{ apiVersion: 'v1', kind: 'Secret', ...rest },
      metadata: { name: 's', namespace: 'shop', annotations },
    });
    const lastApplied = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}' };

    it.each([
      [secret({ data: { a: 'b2xk' } }), secret({ data: { a: 'bmV3' } })],
      [secret({}), secret({ data: { a: 'bmV3' } })],
      [secret({}), secret({ stringData: { a: 'new' } })],
      [secret({}), secret({}, lastApplied)],
      [secret({ type: 'a' }), secret({ type: null })],
    ])('never tell what is in it: %j', (before, wanted) => {
      expect(refusal(pair(before, wanted, 'secrets'))).toMatch(/ConfigMap/);
    });

    it('may take something away, or change what is around it', () => {
      const one = pair(
        secret({ data: { a: 'b2xk', b: 'a2VwdA==' } }, lastApplied),
        secret({ data: { b: 'a2VwdA==' } }, { note: 'x' }),
        'secrets',
      );

      expectWanted(one);
      expect(modifierText(rulesOf(one))).not.toContain('a2VwdA==');
    });
  });
});
