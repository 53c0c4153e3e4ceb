import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../../domain/kube-object.ts';
import type { Definition } from './definitions.ts';
import { arrives, type Fixture, type Place } from './fixture.ts';

/** The kinds of an operator that is installed on both clusters. */
export function widgetDefinitions(group: string): Definition[] {
  return [
    { group, version: 'v1', kind: 'Widget', plural: 'widgets', status: true },
    { group, version: 'v1', kind: 'Gadget', plural: 'gadgets' },
  ];
}

/** Custom resources: with a status, with a finalizer, and a family of three generations. */
export function widgets({ group }: Place): Fixture[] {
  const root = widget(group, 'root', { size: 3, nested: { list: [{ a: null }, {}] } });
  const child = widget(group, 'child', { of: 'root' });
  return [
    { ...arrives(root), status: { phase: 'Running' } },
    { ...arrives(child), ownedBy: [`Widget.${group} root`] },
    {
      ...arrives({
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'leaf' } },
        data: { of: 'child' },
      }),
      ownedBy: [`Widget.${group} child`],
    },
    {
      object: {
        ...widget(group, 'with-status', {}),
        metadata: { name: 'with-status', annotations: { 'velero.io/restore-status': 'true' } },
      },
      ...{ status: { phase: 'Kept', at: 3 }, fate: { arrives: [], withStatus: true } },
    },
    {
      object: {
        ...{ apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'open' } },
        ...{ spec: { a: 1 }, status: { inTheBody: true } },
      },
      // Without the subresource it is a field like any other.
      fate: { arrives: [], withStatus: true },
    },
  ];
}

/** Its controller would have to let it go: it is made when nothing is taken back any more. */
export function guardedWidget({ group }: Place): Fixture {
  const object = widget(group, 'guarded', {});
  return arrives({ ...object, metadata: { name: 'guarded', finalizers: [`${group}/guard`] } });
}

function widget(group: string, name: string, spec: object): KubeObject {
  return { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name }, spec };
}

/** As its controller would: what is guarded does not go by itself. */
export async function releaseWidgets(
  cluster: Cluster,
  { group }: Pick<Place, 'group'>,
  namespace: string,
): Promise<void> {
  const found = await cluster.list({ apiVersion: `${group}/v1`, kind: 'Widget', namespace });
  const guarded = found.filter(({ metadata }) => metadata.finalizers !== undefined);
  await Promise.all(
    guarded.map((one) => cluster.patch(keyOf(one), { metadata: { finalizers: null } })),
  );
}
