import type { KubeObject } from '../../kube-object.ts';
import type { TransferRole } from '../layout.ts';
import { transferLabels, transferNames } from '../names.ts';
import type { TransferSpec } from './spec.ts';

/** The namespace of one end: pods live where their volume lives. */
export function namespaceOf(spec: TransferSpec, role: TransferRole): string {
  return role === 'sender' ? spec.volume.namespace : spec.target.namespace;
}

/** Name, namespace and labels of every object of one end. */
export function transferMetadata(spec: TransferSpec, role: TransferRole): KubeObject['metadata'] {
  return {
    name: transferNames(spec.volume)[role],
    namespace: namespaceOf(spec, role),
    labels: transferLabels(spec.volume, role),
  };
}

/** What both pods have in common. */
export function moverPodSpec(spec: TransferSpec, role: TransferRole): Record<string, unknown> {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    restartPolicy: 'Always',
    ...(spec.activeDeadlineSeconds === undefined
      ? {}
      : { activeDeadlineSeconds: spec.activeDeadlineSeconds }),
    ...(spec.imagePullSecrets === undefined
      ? {}
      : { imagePullSecrets: spec.imagePullSecrets.map((name) => ({ name })) }),
    // No fsGroup: the kubelet would change group and mode of every file, on the source too.
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: claimOf(spec, role) } },
      { name: 'config', configMap: { name: transferNames(spec.volume)[role] } },
      // stunnel is nobody, and without fsGroup only a mode for all lets it read; no other container mounts it.
      { name: 'key', secret: { secretName: transferNames(spec.volume)[role], defaultMode: 0o444 } },
      { name: 'state', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

// Not `readOnly` in the volume: some drivers would then attach it anew, read-only for the application too.
function claimOf(spec: TransferSpec, role: TransferRole): string {
  return role === 'sender' ? spec.volume.claim : spec.target.claim;
}
