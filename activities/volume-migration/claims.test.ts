import { beforeEach, expect, it } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../../domain/run/facts.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Ports } from '../ports.ts';
import { makeCopyClaims } from './claims.ts';

const API = 'migration.openshift.io/v1alpha1';
const NAMESPACE = 'migrations';

let [host, source, target] = [new FakeCluster(), new FakeCluster(), new FakeCluster()];

beforeEach(() => {
  [host, source, target] = [{ name: 'host' }, { name: 'source' }, { name: 'target' }].map(
    (options) => new FakeCluster(options),
  ) as [FakeCluster, FakeCluster, FakeCluster];
  source.seed(claim('data'), claim('logs'));
});

function claim(name: string, metadata: object = {}): KubeObject {
  const kind = 'PersistentVolumeClaim';
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', ...metadata }, spec: {} };
}

function copy(name: string, from = 'data'): RunFacts {
  const volume: RunVolume = {
    ...{ namespace: 'shop', claim: from, targetNamespace: 'shop', targetClaim: 'copied' },
    ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast' },
    accessModes: ['ReadWriteOnce'],
  };
  const uid = `uid-${name}`;
  const run = { namespace: NAMESPACE, migration: name, uid, plan: name, planUid: uid };
  return {
    run: { ...run, kind: 'DirectVolumeMigration' },
    ...{ type: 'state', volumes: [volume], namespaces: [], skipped: [] },
    source: { namespace: NAMESPACE, name: 'source' },
    target: { namespace: NAMESPACE, name: 'target' },
  } as unknown as RunFacts;
}

function make(facts: RunFacts): Promise<void> {
  const named = (name: string) => Promise.resolve(name === 'source' ? source : target);
  return makeCopyClaims({ clusters: { host, named } } as unknown as Ports, facts);
}

function copyObject(name: string, status: object): KubeObject {
  const metadata = { name, namespace: NAMESPACE, uid: `uid-${name}` };
  return { apiVersion: API, kind: 'DirectVolumeMigration', metadata, spec: {}, status };
}

const ENDED = { conditions: [{ type: 'Succeeded', status: 'True' }] };
const made = () => target.objects('PersistentVolumeClaim')[0]?.metadata;

it('makes a claim, and notes by whom and from where it is filled', async () => {
  await make(copy('first'));
  await make(copy('first'));

  expect(made()?.labels).toEqual({
    'migration.openshift.io/migrated-by-directvolumemigration': 'uid-first',
  });
  expect(made()?.annotations).toMatchObject({ 'drayage.dev/adopted-by': 'uid-first' });
  expect(made()?.annotations?.['drayage.dev/filled-by']).toContain('"claim":"data"');
});

it('lets no other copy at it as long as the first one is', async () => {
  host.seed(copyObject('first', {}));
  await make(copy('first'));

  await expect(make(copy('second'))).rejects.toMatchObject({
    code: 'DRAY-3010',
    detail: 'DirectVolumeMigration migrations/first copies to it at this moment',
  });
});

it('waits with the next one until the pods of the first are gone', async () => {
  await make(copy('first'));
  const labels = { directvolumemigration: 'uid-first' };
  target.seed({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop', labels },
  });

  await expect(make(copy('second'))).rejects.toMatchObject({ code: 'DRAY-3010' });
});

it('hands it on to the next copy of the same claim, and to no other', async () => {
  host.seed(copyObject('first', ENDED));
  await make(copy('first'));

  await expect(make(copy('other', 'logs'))).rejects.toMatchObject({ code: 'DRAY-3010' });
  await make(copy('second'));
  expect(made()?.annotations?.['drayage.dev/adopted-by']).toBe('uid-second');
});

it('decides anew when the claim was changed meanwhile', async () => {
  target.seed(claim('copied'));
  let isFirst = true;
  target.before = (method) => {
    if (method !== 'patch' || !isFirst) return;
    isFirst = false;
    target.seed(claim('copied', { labels: { 'migration.openshift.io/migrated-by-migplan': 'p' } }));
  };

  await expect(make(copy('first'))).rejects.toMatchObject({
    code: 'DRAY-3010',
    detail: 'runs of a plan copy to it',
  });
});
