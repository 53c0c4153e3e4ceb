import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import { ledgerKeyOf } from '../objects/ledger.ts';
import { shipmentOf } from '../objects/shipment.ts';
import { CONTEXT, contextWith } from '../transform/golden/context.ts';
import { SAMPLES } from '../transform/golden/samples.ts';
import { buildReport } from './build.ts';
import { countsOf, type Finding, isBlocked, type Report } from './report.ts';

const HEAD = { at: '2026-01-10T10:00:00Z' };

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

function ownedBy(kind: string, found: KubeObject): KubeObject {
  const owner = { apiVersion: 'apps/v1', kind, name: 'web', uid: 'u' };
  return { ...found, metadata: { ...found.metadata, ownerReferences: [owner] } };
}

function reportOn(
  objects: readonly KubeObject[],
  findings: readonly Finding[] = [],
  context = CONTEXT,
): Report {
  const shipment = shipmentOf({ objects, belongings: [] }, context);
  return buildReport({ shipment, context, findings }, HEAD);
}

const service = (spec: object = {}) =>
  object('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ...spec } });

describe('what becomes of an object', () => {
  it.each<[string, KubeObject, object]>([
    [
      'one that no rule touches arrives as it is, under its new place',
      object('v1', 'ConfigMap', 'settings', { data: { a: 'b' } }),
      {
        ...{ outcome: 'asItIs', notable: false, reasons: [], fields: [] },
        target: { namespace: 'shop2', name: 'settings' },
      },
    ],
    [
      'one that loses a field is changed, though no rule says a word',
      service({ clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'] }),
      {
        ...{ outcome: 'changed', notable: false },
        fields: ['spec.clusterIP', 'spec.clusterIPs'],
      },
    ],
    [
      'one that a rule warns of is to be read',
      service({ externalIPs: ['203.0.113.7'] }),
      {
        ...{ outcome: 'changed', notable: true, fields: ['spec.externalIPs'] },
        reasons: [{ severity: 'warning', rule: 'outside-address', text: expect.any(String) }],
      },
    ],
    [
      'one that its owner makes anew stays behind, and nobody needs to read it',
      ownedBy('Deployment', object('apps/v1', 'ReplicaSet', 'web-1')),
      {
        ...{ outcome: 'leftBehind', notable: false },
        reasons: [{ severity: 'left', rule: 'owned', text: 'Deployment web makes it anew' }],
      },
    ],
    [
      'one that has done its work stays behind, which somebody may not expect',
      object('batch/v1', 'Job', 'migrate', {
        status: { conditions: [{ type: 'Complete', status: 'True' }] },
      }),
      {
        ...{ outcome: 'leftBehind', notable: true },
        reasons: [{ severity: 'left', rule: 'finished', text: 'it has done its work' }],
      },
    ],
  ])('%s', (_, found, expected) => {
    const { objects, findings } = reportOn([found]);
    expect(findings).toEqual([]);
    expect(objects).toEqual([expect.objectContaining(expected)]);
    const { outcome, target } = objects[0]!;
    expect(target === undefined).toBe(outcome === 'leftBehind');
  });

  it('a workload that the run has stopped is not changed by having been started in words', () => {
    const found = object('apps/v1', 'Deployment', 'web', { spec: { replicas: 0 } });
    found.metadata.annotations = {
      'migration.openshift.io/preQuiesceReplicas': '3',
      'drayage.dev/quiesced-by': 'run-uid',
    };
    expect(reportOn([found]).objects).toMatchObject([{ outcome: 'asItIs', fields: [] }]);
  });

  it('of many fields the first are named', () => {
    const keys = Array.from({ length: 40 }, (_, index) => [`k${index}`, 'v'] as const);
    const spec: Record<string, string> = Object.fromEntries(keys);
    const found = object('v1', 'Service', 'web', { spec });
    const shipment = shipmentOf({ objects: [found], belongings: [] }, CONTEXT);
    shipment.arrivals[0]!.wanted = { ...shipment.arrivals[0]!.wanted, spec: {} };
    const [first] = buildReport({ shipment, context: CONTEXT }, HEAD).objects;
    expect(first?.fields).toHaveLength(13);
    expect(first?.fields.at(-1)).toBe('and 28 more');
  });
});

describe('findings', () => {
  const taken: Finding = {
    object: 'Service shop2/web',
    severity: 'refusal',
    text: 'somebody else has it',
    advice: 'Rename it.',
  };

  it('are told of the object whose place they are about', () => {
    const report = reportOn([service(), object('v1', 'ConfigMap', 'web')], [taken]);
    expect(report.findings).toEqual([]);
    expect(countsOf(report.objects)).toMatchObject({ refused: 1, asItIs: 1 });
    expect(report.objects.find(({ outcome }) => outcome === 'refused')).toMatchObject({
      ...{ kind: 'Service', notable: true },
      reasons: [{ severity: 'refusal', text: 'somebody else has it', advice: 'Rename it.' }],
    });
    expect(isBlocked(report)).toBe(true);
  });

  it('stay by themselves when they are about nothing that arrives', () => {
    const alone: Finding = { severity: 'refusal', text: 'an API is silent' };
    const report = reportOn([object('v1', 'ConfigMap', 'web')], [taken, alone]);
    expect(report.findings).toEqual([taken, alone]);
    expect(countsOf(report.objects)).toMatchObject({ refused: 0, asItIs: 1 });
    expect(isBlocked(report)).toBe(true);
  });

  it('that may be about two objects are told by themselves', () => {
    const other = object('serving.knative.dev/v1', 'Service', 'web');
    const report = reportOn([service(), other], [taken]);
    expect(report.findings).toEqual([taken]);
    expect(countsOf(report.objects)).toMatchObject({ refused: 0 });
  });

  it('that are no refusal block nothing', () => {
    expect(isBlocked(reportOn([service()], [{ ...taken, severity: 'warning' }]))).toBe(false);
  });
});

describe('whatever there is', () => {
  const sets = fc.subarray([...SAMPLES], { minLength: 1 });
  const contexts = fc.constantFrom(CONTEXT, contextWith({ target: { ipFamilies: ['IPv6'] } }));

  it('every object is in the report exactly once', () => {
    fc.assert(
      fc.property(sets, contexts, (objects, context) => {
        const report = reportOn(objects, [], context);
        const keys = report.objects.map(({ apiVersion, kind, name, namespace }) => {
          const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
          return ledgerKeyOf({ apiVersion, kind, metadata });
        });
        expect(keys.sort()).toEqual(objects.map(ledgerKeyOf).sort());
        for (const { outcome, reasons, fields } of report.objects) {
          const said = reasons.length + fields.length > 0;
          expect(said).toBe(outcome !== 'asItIs');
        }
      }),
    );
  });

  it('nothing of what a Secret holds is in it, not even the names of its keys', () => {
    const hosts = JSON.stringify({ auths: { 'docker-registry.default.svc:5000': {} } });
    const holding = fc.record({
      type: fc.constantFrom('Opaque', 'kubernetes.io/service-account-token'),
      data: fc.dictionary(
        fc.stringMatching(/^key-[a-z]{8}$/),
        fc.stringMatching(/^[a-zA-Z0-9+/]{16}$/),
      ),
    });
    fc.assert(
      fc.property(holding, ({ type, data }) => {
        const all = { ...data, token: 'c2VjcmV0LXRva2Vu', '.dockerconfigjson': btoa(hosts) };
        const text = JSON.stringify(reportOn([object('v1', 'Secret', 's', { type, data: all })]));
        for (const [key, value] of Object.entries(all)) {
          expect(text).not.toContain(value);
          expect(text).not.toContain(`data.${key}`);
        }
      }),
    );
  });
});
