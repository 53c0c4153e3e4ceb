import type { KubeObject } from '../../domain/kube-object.ts';
import { databaseManifests } from './database-manifests.ts';
import { PART_OF, type ApplicationSpec } from './spec.ts';
import { webManifests } from './web-manifests.ts';

/** Every object of the demo application, in the order in which they must be created. */
export function applicationManifests(spec: ApplicationSpec): KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: spec.namespace,
        labels: { ...PART_OF, 'pod-security.kubernetes.io/enforce': 'baseline' },
      },
    },
    ...databaseManifests(spec),
    ...webManifests(spec),
  ];
}
