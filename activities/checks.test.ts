import { expect, test } from '@jest/globals';
import { NAMESPACE } from '../domain/kinds/group.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { migPlan, migStorage } from '../test/fakes/migration-objects.ts';
import { createCheckActivities } from './checks.ts';
import type { Ports } from './ports.ts';

/** Checks an object beside which there is nothing, and returns it as it is then. */
async function check(object: KubeObject): Promise<KubeObject> {
  const host = new FakeCluster({ name: 'host' });
  host.seed(object);
  const ports = { clusters: { host } } as unknown as Ports;
  const { kind, metadata } = object;
  const name = { namespace: NAMESPACE, name: metadata.name };
  await createCheckActivities(ports).checkObject({
    kind: kind as 'MigPlan' | 'MigStorage',
    ...name,
  });
  const [checked] = host.objects(kind);
  return checked!;
}

function refreshed(object: KubeObject): KubeObject {
  return { ...object, spec: { ...(object['spec'] as object), refresh: true } };
}

test.each([migStorage('repository'), migPlan('shop')])(
  'a check that was asked for may be asked for again: $kind',
  async (object) => {
    const { spec, status } = await check(refreshed(object));

    expect(spec).toEqual({ ...(object['spec'] as object), refresh: false });
    expect(status).toHaveProperty('conditions');
  },
);

test('a check that nobody asked for leaves the spec as it is', async () => {
  const storage = migStorage('repository');
  expect((await check(storage))['spec']).toEqual(storage['spec']);
});
