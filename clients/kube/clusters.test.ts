import { expect, test } from '@jest/globals';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { migCluster } from '../../test/fakes/migration-objects.ts';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import { MigCluster } from '../../domain/kinds/mig-cluster.ts';
import { createClusters } from './clusters.ts';

function hostWith(...names: string[]) {
  const host = new FakeCluster({ name: 'host' });
  host.seed(...names.map((name) => migCluster(name, { isHostCluster: true })));
  const connected: string[] = [];
  const clusters = createClusters(host, (name) => {
    connected.push(name);
    return new FakeCluster({ name });
  });
  return { host, clusters, connected };
}

test('the host cluster goes by the name of the MigCluster that the plan refers to', async () => {
  const { host, clusters } = hostWith('new', 'also-new');

  expect((await clusters.named('new')).name).toBe('new');
  expect((await clusters.named('also-new', NAMESPACE)).name).toBe('also-new');
  const [object] = host.objects('MigCluster');
  expect((await clusters.of(MigCluster.parse(object))).name).toBe('new');
  expect(clusters.host).toBe(host);
});

test('what goes wrong there is told under that name', async () => {
  const cluster = await hostWith('new').clusters.named('new');
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'db' };

  await expect(cluster.patch(pod, {})).rejects.toMatchObject({
    object: 'new: Pod shop/db',
  });
});

test('one connection serves every run', async () => {
  const { clusters, connected } = hostWith('new');

  expect(await clusters.named('new')).toBe(await clusters.named('new', NAMESPACE));
  expect(connected).toEqual(['new']);
});

test('a MigCluster that does not exist is named', async () => {
  await expect(hostWith().clusters.named('new')).rejects.toMatchObject({
    code: 'DRAY-2003',
    detail: `MigCluster ${NAMESPACE}/new does not exist`,
  });
});
