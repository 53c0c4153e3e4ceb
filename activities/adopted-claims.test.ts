import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { RunType } from '../domain/run/run-type.ts';
import { inShop, RUN } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { adoptClaim, ensureTargetClaim } from './target.ts';

const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'shop', targetClaim: 'new' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast' },
  accessModes: ['ReadWriteOnce'],
};

const facts = (type: RunType): RunFacts => ({ run: RUN, type }) as RunFacts;
const claim = (name: string): KubeObject => inShop('v1', 'PersistentVolumeClaim', name);

let source: FakeCluster;
let target: FakeCluster;

beforeEach(() => {
  [source, target] = ['source', 'target'].map((name) => new FakeCluster({ name })) as [
    FakeCluster,
    FakeCluster,
  ];
  for (const cluster of [source, target]) {
    cluster.kinds.set('v1', ['PersistentVolumeClaim', 'Pod']);
  }
  source.seed(claim('data'));
});

const ensure = (type: RunType) => ensureTargetClaim(source, target, facts(type), VOLUME);
const adopt = (isEmpty: boolean) => adoptClaim(target, facts('state'), { volume: VOLUME, isEmpty });
const found = () => target.objects('PersistentVolumeClaim')[0]?.metadata;

describe('a claim that is not there', () => {
  it('is made under its name on the target, and needs no adoption', async () => {
    await ensure('state');
    await adopt(false);

    expect(found()).toMatchObject({
      name: 'new',
      labels: { 'migration.openshift.io/migrated-by-migplan': RUN.planUid },
    });
    expect(found()?.annotations).not.toHaveProperty('drayage.dev/adopted-by');
  });
});

describe('a claim of somebody else', () => {
  beforeEach(() => {
    target.seed(claim('new'));
  });

  it.each<RunType>(['cutover', 'stage'])('is refused by a %s', async (type) => {
    await expect(ensure(type)).rejects.toMatchObject({ code: 'DRAY-3010' });
  });

  it('is taken by a state migration when it is empty, and found again by the next run', async () => {
    await ensure('state');
    await adopt(true);
    await adopt(false);

    expect(found()?.annotations).toEqual({ 'drayage.dev/adopted-by': RUN.planUid });
    expect(found()?.labels).toBeUndefined();
    await expect(ensure('stage')).resolves.toBeUndefined();
  });

  it('is left alone when it holds anything', async () => {
    await expect(adopt(false)).rejects.toMatchObject({
      code: 'DRAY-3010',
      object: 'target: PersistentVolumeClaim shop/new',
    });
    expect(found()?.annotations).toBeUndefined();
  });
});
