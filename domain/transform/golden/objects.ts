import type { KubeObject } from '../../kube-object.ts';

/** An object in namespace `shop`, as the source's server returns it. */
export function live(
  apiVersion: string,
  kind: string,
  metadata: Record<string, unknown>,
  rest: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'it',
      namespace: 'shop',
      uid: 'c2b7',
      resourceVersion: '42',
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [{ manager: 'kubectl' }],
      ...metadata,
    },
    ...rest,
  };
}

/** A Deployment with containers of these images. */
export function deployment(
  spec: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): KubeObject {
  return live('apps/v1', 'Deployment', metadata, { spec: { replicas: 3, template: { spec } } });
}

export function owner(apiVersion: string, kind: string): Record<string, unknown> {
  return { apiVersion, kind, name: 'parent', uid: 'd0', controller: true };
}

/** The labels by which a run's objects are found, in the golden context. */
export const MIGRATED = {
  'migration.openshift.io/migrated-by-migmigration': 'run-uid',
  'migration.openshift.io/migrated-by-migplan': 'plan-uid',
  'migration.openshift.io/migration-uid': 'run-uid',
};
