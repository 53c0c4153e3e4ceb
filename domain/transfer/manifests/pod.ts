import type { KubeObject } from '../../kube-object.ts';
import { isRoot, ROOT, type TransferIdentity } from '../identity/identity.ts';
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

/** As whom one end runs. */
export function identityOf({ identities }: TransferSpec, role: TransferRole): TransferIdentity {
  return identities?.[role] ?? ROOT;
}

/** Whether the receiver is not root: rsync speaks through a remote shell then, and owners are not kept. */
export function isOfUser(spec: TransferSpec): boolean {
  return !isRoot(identityOf(spec, 'receiver'));
}

/** Whether one of both is not root. */
export function hasUser(spec: TransferSpec): boolean {
  return isOfUser(spec) || !isRoot(identityOf(spec, 'sender'));
}

/**
 * What both pods have in common.
 * @param configIn what holds the configurations of the pod's programs
 */
export function moverPodSpec(
  spec: TransferSpec,
  role: TransferRole,
  configIn: 'ConfigMap' | 'Secret' = 'ConfigMap',
): Record<string, unknown> {
  const name = transferNames(spec.volume)[role];
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
    ...podSecurity(identityOf(spec, role)),
    // No fsGroup: the kubelet would change group and mode of every file, on the source too.
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: claimOf(spec, role) } },
      {
        name: 'config',
        ...(configIn === 'ConfigMap'
          ? { configMap: { name } }
          : { secret: { secretName: name, defaultMode: 0o444 } }),
      },
      // stunnel is nobody, and without fsGroup only a mode for all lets it read; no other container mounts it.
      { name: 'key', secret: { secretName: name, defaultMode: 0o444 } },
      { name: 'state', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

export function podSecurity({ mode, groups }: TransferIdentity): Record<string, unknown> {
  const security = {
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    // OpenShift adds an fsGroup here, the application's own: what has it already is not to be walked through anew.
    ...(mode === 'ranged' ? { fsGroupChangePolicy: 'OnRootMismatch' } : {}),
  };
  return Object.keys(security).length === 0 ? {} : { securityContext: security };
}

// Not `readOnly` in the volume: some drivers would then attach it anew, read-only for the application too.
function claimOf(spec: TransferSpec, role: TransferRole): string {
  return role === 'sender' ? spec.volume.claim : spec.target.claim;
}
