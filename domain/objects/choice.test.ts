import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import { CONTEXT } from '../transform/golden/context.ts';
import { askedFor, choiceOf, chosenOf, matchesSelector, type ObjectChoice } from './choice.ts';
import { shipmentOf } from './shipment.ts';

function object(
  apiVersion: string,
  kind: string,
  name: string,
  { labels = {}, ...rest }: { labels?: Record<string, string>; [field: string]: unknown } = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop', labels }, ...rest };
}

const FRONTEND = { labels: { app: 'frontend' } };
const OBJECTS = [
  object('v1', 'ConfigMap', 'settings', FRONTEND),
  object('v1', 'ConfigMap', 'others'),
  object('v1', 'Secret', 'keys', FRONTEND),
  object('apps/v1', 'Deployment', 'web', { ...FRONTEND, spec: { template: { spec: {} } } }),
  object('example.com/v1', 'Widget', 'w', FRONTEND),
  object('v1', 'PersistentVolumeClaim', 'data', FRONTEND),
];
const DEFINITION: KubeObject = {
  ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com'),
  spec: {
    group: 'example.com',
    names: { kind: 'Widget', plural: 'widgets' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true }],
  },
};

function chosen(choice: ObjectChoice | undefined) {
  const gathered = { objects: OBJECTS, belongings: [DEFINITION] };
  return chosenOf(shipmentOf(gathered, CONTEXT), choice);
}

const names = (found: { found: KubeObject }[]) =>
  found.map((one) => one.found.metadata.name).sort();

describe('the choice of a plan', () => {
  it('is none when nothing is chosen', () => {
    expect(choiceOf({})).toBeUndefined();
    expect(choiceOf({ includedResources: [], labelSelector: { matchLabels: {} } })).toBeUndefined();
  });

  it('names kinds as objects do', () => {
    const includedResources = [
      { kind: 'Secret', group: '' },
      { kind: 'Deployment', group: 'apps' },
    ];

    expect(choiceOf({ includedResources })?.kinds).toEqual(['Secret', 'Deployment.apps']);
  });

  it.each<[string, Parameters<typeof choiceOf>[0], string[]]>([
    [
      'kinds',
      { includedResources: [{ kind: 'Secret', group: '' }, { kind: 'ConfigMap' }] },
      ['keys', 'others', 'settings'],
    ],
    [
      'kinds and labels',
      {
        includedResources: [{ kind: 'Secret' }, { kind: 'ConfigMap' }],
        labelSelector: { matchLabels: { app: 'frontend' } },
      },
      ['keys', 'settings'],
    ],
    [
      'labels alone',
      { labelSelector: { matchLabels: { app: 'frontend' } } },
      ['keys', 'settings', 'w', 'web', 'widgets.example.com'],
    ],
    [
      'a custom kind, with its definition',
      { includedResources: [{ kind: 'Widget', group: 'example.com' }] },
      ['w', 'widgets.example.com'],
    ],
    ['a kind of another group', { includedResources: [{ kind: 'Secret', group: 'apps' }] }, []],
  ])('by %s', (_by, spec, arriving) => {
    const { arrivals, left, notes } = chosen(choiceOf(spec));

    expect(names(arrivals)).toEqual(arriving);
    expect(names([...arrivals, ...left])).toEqual(
      names(OBJECTS.concat(DEFINITION).map((found) => ({ found }))),
    );
    expect(left.every(({ rule }) => rule === 'not-chosen')).toBe(true);
    expect(names(notes).every((name) => arriving.includes(name))).toBe(true);
  });

  it('says of claims how they come', () => {
    const { left } = chosen(choiceOf({ labelSelector: { matchLabels: { app: 'frontend' } } }));

    const claim = left.find(({ found }) => found.kind === 'PersistentVolumeClaim');
    expect(claim?.reason).toContain('claims come with a stage or a state migration');
  });

  it('leaves a shipment alone when there is none', () => {
    const all = chosen(undefined);
    expect(names(all.arrivals)).toContain('others');
    expect(all.left.map(({ rule }) => rule)).not.toContain('not-chosen');
  });
});

describe('kinds that could not be listed', () => {
  const unlisted = ['Secret: forbidden', 'Widget.example.com: away', 'metrics.io/v1: silent'];

  it.each<[string, string[], string[]]>([
    ['all when every kind may be asked for', [], unlisted],
    ['those that are chosen', ['Secret'], ['Secret: forbidden']],
    ['whatever a silent group may have', ['Metric.metrics.io'], ['metrics.io/v1: silent']],
    ['none that is not chosen', ['ConfigMap'], []],
  ])('matter: %s', (_what, kinds, matter) => {
    expect(askedFor(unlisted, { kinds, selector: {} })).toEqual(matter);
  });

  it('matter all without a choice', () => {
    expect(askedFor(unlisted, undefined)).toEqual(unlisted);
  });
});

describe('a label selector', () => {
  const labels = { app: 'web', tier: 'front' };

  it.each<[string, string[] | undefined, boolean]>([
    ['In', ['web', 'api'], true],
    ['In', ['api'], false],
    ['NotIn', ['api'], true],
    ['NotIn', ['web'], false],
    ['Exists', undefined, true],
    ['DoesNotExist', undefined, false],
  ])('%s %j', (operator, values, matches) => {
    const requirement = { key: 'app', operator, ...(values && { values }) };
    expect(matchesSelector({ matchExpressions: [requirement] }, labels)).toBe(matches);
  });

  it.each<[string, boolean]>([
    ['In', false],
    ['NotIn', true],
    ['Exists', false],
    ['DoesNotExist', true],
  ])('%s of a label that is not there', (operator, matches) => {
    const requirement = { key: 'zone', operator, values: ['a'] };
    expect(matchesSelector({ matchExpressions: [requirement] }, labels)).toBe(matches);
  });

  it('asks for all that it names, and an operator and its opposite never agree', () => {
    const some = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'));
    fc.assert(
      fc.property(some, some, fc.subarray(['x', 'y']), (wanted, given, values) => {
        const all = Object.entries(wanted).every(([key, value]) => given[key] === value);
        expect(matchesSelector({ matchLabels: wanted }, given)).toBe(all);
        const by = (operator: string) =>
          matchesSelector({ matchExpressions: [{ key: 'a', operator, values }] }, given);
        expect(by('In')).toBe(!by('NotIn'));
        expect(by('Exists')).toBe(!by('DoesNotExist'));
      }),
    );
  });
});
