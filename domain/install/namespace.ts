import { NAMESPACE } from '../kinds/group.ts';
import type { KubeObject } from '../kube-object.ts';
import { INSTALL_LABELS } from './labels.ts';

/** The namespace of all our objects. Velero's node agent mounts paths of the host there, which needs `privileged`. */
export function namespaceManifest(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: NAMESPACE,
      labels: { ...INSTALL_LABELS, 'pod-security.kubernetes.io/enforce': 'privileged' },
    },
  };
}
