import { expect, it } from '@jest/globals';
import type { KubeObject } from '../domain/kube-object.ts';
import { receiverPolicy } from '../domain/transfer/manifests/network-policy.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { ensurePolicy } from './transfer-policies.ts';

const policy = receiverPolicy({
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop', claim: 'data' },
  image: 'mover',
});

function deny(namespace: string): KubeObject {
  return { ...policy, metadata: { name: 'deny', namespace } };
}

it('opens a namespace that others have shut, once', async () => {
  const cluster = new FakeCluster();
  cluster.seed(deny('shop'));
  await ensurePolicy(cluster, policy);
  await ensurePolicy(cluster, policy);
  const names = cluster.objects('NetworkPolicy').map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual(['deny', policy.metadata.name].sort());
});

it('shuts no namespace that is open', async () => {
  const cluster = new FakeCluster();
  cluster.seed(deny('elsewhere'));
  await ensurePolicy(cluster, policy);
  expect(cluster.objects('NetworkPolicy')).toHaveLength(1);
});
