import { beforeEach, describe, expect, it } from '@jest/globals';
import { isSealed, MADE_AS, madeFor } from '../domain/rollback/seal.ts';
import type { RunVolume } from '../domain/run/facts.ts';
import { migratedLabels } from '../domain/run/identity.ts';
import { fakePorts } from '../test/builders/fake-ports.ts';
import { runFacts } from '../test/builders/run-facts.ts';
import { RUN } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { createTargetActivities, ensureTargetClaim } from './target.ts';

const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'data' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast', accessModes: [] },
};

const FACTS = runFacts({ storage: { namespace: 'ns', name: 'bucket' }, volumes: [VOLUME] });

let source: FakeCluster;
let target: FakeCluster;
beforeEach(() => {
  [source, target] = [
    new FakeCluster({ name: 'source' }),
    new FakeCluster({ name: 'target' }),
  ] as const;
  source.seed(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'a' } } },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: {} },
      metadata: { name: 'data', namespace: 'shop' },
    },
  );
});

function ensureNamespaces(): Promise<void> {
  return createTargetActivities(fakePorts({ source, target })).ensureNamespaces(FACTS);
}

const ensureClaim = () => ensureTargetClaim(source, target, FACTS, VOLUME);

describe.each([
  ['Namespace', ensureNamespaces],
  ['PersistentVolumeClaim', ensureClaim],
])('a %s on the target', (kind, ensure) => {
  const found = () => target.objects(kind)[0]!;

  it('is made, and known ever after', async () => {
    await ensure();

    expect(isSealed(found(), RUN.planUid)).toBe(true);
    const before = found();
    await ensure();
    expect(found()).toEqual(before);
  });

  it('is known also when the worker died between making and noting', async () => {
    target.before = (method) => {
      if (method === 'patch') throw new Error('the worker is gone');
    };
    await expect(ensure()).rejects.toThrow('the worker is gone');
    target.before = () => undefined;

    await ensure();

    expect(isSealed(found(), RUN.planUid)).toBe(true);
  });

  it('that was there before is never taken for ours', async () => {
    const place = kind === 'Namespace' ? { name: 'store' } : { name: 'data', namespace: 'store' };
    const annotations = { [MADE_AS]: `${RUN.planUid}/copied` };
    const labels = migratedLabels(RUN);
    target.seed({ apiVersion: 'v1', kind, metadata: { ...place, labels, annotations } });

    await ensure();

    expect(isSealed(found(), RUN.planUid)).toBe(false);
    expect(found().metadata.annotations).toEqual(annotations);
  });
});

it('does not hand on the note of a namespace that was itself brought by a plan', async () => {
  const key = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
  await source.patch(key, { metadata: { annotations: madeFor('earlier') } });

  await ensureNamespaces();

  const [namespace] = target.objects('Namespace');
  expect(namespace?.metadata.labels).toEqual({ team: 'a' });
  expect(isSealed(namespace!, RUN.planUid)).toBe(true);
});
