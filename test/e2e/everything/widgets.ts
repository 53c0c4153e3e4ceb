import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../../domain/kube-object.ts';
import type { Definition } from './definitions.ts';
import { arrives, type Fixture, type Place, told } from './fixture.ts';

/** A kind that only the source knows: it comes with its objects. */
export function gizmoDefinition(group: string): Definition {
  return { group, version: 'v1', kind: 'Gizmo', plural: 'gizmos', status: true };
}

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
    arrives({
      ...{ apiVersion: `${group}/v1`, kind: 'Gizmo', metadata: { name: 'rare' } },
      spec: { big: 2 ** 53 - 1, small: 0.1, text: '0.10', none: null },
    }),
  ];
}

/** Their controllers would have to let them go: they are made when nothing is taken back any more. */
export function guarded({ group }: Place): Fixture[] {
  const guard = (one: KubeObject, finalizer: string): KubeObject => ({
    ...one,
    metadata: { ...one.metadata, finalizers: [finalizer] },
  });
  return [
    arrives(guard(widget(group, 'guarded', {}), `${group}/guard`)),
    told(
      'finalizer nobody.example.org/guard taken away',
      arrives(
        guard(widget(group, 'held', {}), 'nobody.example.org/guard'),
        // Nobody on the target would ever let it go.
        { at: ['metadata', 'finalizers'], is: undefined },
      ),
    ),
  ];
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
