import type { Scene } from './scene.ts';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';

/** Creates a custom resource of ours in the scene's namespace, as kubectl would. */
export function createResource(
  { target, name: namespace }: Scene,
  kind: string,
  name: string,
  spec: unknown,
): Promise<KubeObject> {
  return target.create({ apiVersion: API_VERSION, kind, metadata: { name, namespace }, spec });
}

/** Creates a Secret in the scene's namespace; returns the reference to it. */
export async function createSecret(
  { target, name: namespace }: Scene,
  name: string,
  stringData: Record<string, string>,
): Promise<{ name: string; namespace: string }> {
  const metadata = { name, namespace };
  await target.create({ apiVersion: 'v1', kind: 'Secret', metadata, stringData });
  return metadata;
}

/** The references of a plan from the scene's source to its target. */
export function referencesOf({ name: namespace, storage }: Scene): Record<string, unknown> {
  return {
    srcMigClusterRef: { name: 'source', namespace },
    destMigClusterRef: { name: 'target', namespace },
    migStorageRef: { name: storage, namespace },
  };
}
