import { RSYNC_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { type RunIdentity, runLabels, runObjectName } from '../run/identity.ts';
import { md5 } from '../transfer/md5.ts';
import type { WantedImages } from './wanted.ts';

/** No image has it: the kubelet pulls, finds nothing to start, and no program of the application ever runs. */
const NO_PROGRAM = '/pulled-by-drayage';

export interface Puller {
  run: RunIdentity;
  wanted: WantedImages;
  /** Namespace on the target. */
  namespace: string;
  /** Names of the Secrets on the target that open the registries. */
  pullSecrets: readonly string[];
  /** Nodes that have the volumes already; the application will probably come there. */
  nodes: readonly string[];
}

/** Labels of helpers: they keep network policies, preflight checks and sweeps from taking it for the application. */
export function pullerLabels(run: RunIdentity): Record<string, string> {
  return {
    ...RSYNC_LABELS.app,
    ...RSYNC_LABELS.owner,
    'velero.io/exclude-from-backup': 'true',
    ...runLabels(run),
  };
}

/** A pod that brings the images of one workload onto a node, the way that workload's own pods would. */
export function pullerPod({ run, wanted, namespace, pullSecrets, nodes }: Puller): KubeObject {
  const { nodeAffinity, ...placement } = wanted.placement;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pullerName(run, wanted),
      namespace,
      labels: pullerLabels(run),
      // A sidecar would only be pulled with it, and would keep the pod from ending.
      annotations: { 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled' },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 0,
      imagePullSecrets: pullSecrets.map((name) => ({ name })),
      ...placement,
      affinity: { nodeAffinity: { ...(nodeAffinity ?? {}), ...nearVolumes(nodeAffinity, nodes) } },
      // What the strictest of the pod security standards asks for. No user is named: that is for OpenShift to choose.
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: wanted.images.map((image, index) => ({
        name: `image-${index}`,
        image,
        imagePullPolicy: 'IfNotPresent',
        command: [NO_PROGRAM],
        resources: {
          requests: { cpu: '1m', memory: '8Mi' },
          limits: { cpu: '100m', memory: '64Mi' },
        },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      })),
    },
  };
}

function pullerName(run: RunIdentity, wanted: WantedImages): string {
  const hash = md5(JSON.stringify(wanted)).slice(0, 12);
  return runObjectName(run, `pull-${hash}`);
}

/** A wish, since the volume of a network may follow the pod anywhere. */
function nearVolumes(nodeAffinity: unknown, nodes: readonly string[]): Record<string, unknown> {
  if (nodes.length === 0) return {};
  const { preferredDuringSchedulingIgnoredDuringExecution: before = [] } = (nodeAffinity ?? {}) as {
    preferredDuringSchedulingIgnoredDuringExecution?: unknown[];
  };
  const matchExpressions = [
    { key: 'kubernetes.io/hostname', operator: 'In', values: [...new Set(nodes)] },
  ];
  return {
    preferredDuringSchedulingIgnoredDuringExecution: [
      ...before,
      { weight: 100, preference: { matchExpressions } },
    ],
  };
}

/** A copy of a pull secret for the time of the pull; the application's own arrives with its other objects. */
export function pullSecretCopy(
  run: RunIdentity,
  namespace: string,
  secret: KubeObject,
): KubeObject {
  const from = `${secret.metadata.namespace ?? ''}/${secret.metadata.name}`;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: runObjectName(run, `pull-${md5(from).slice(0, 12)}`),
      namespace,
      labels: pullerLabels(run),
    },
    type: secret['type'],
    data: secret['data'],
  };
}
