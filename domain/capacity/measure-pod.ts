import { correlationLabel } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { moverContainer, MOUNTS, SENDER_CAPABILITIES } from '../transfer/manifests/containers.ts';
import { ROOT, type TransferIdentity } from '../transfer/identity/identity.ts';
import { podSecurity } from '../transfer/manifests/pod.ts';
import { scheduling } from '../transfer/manifests/sender.ts';
import type { Placement } from '../transfer/manifests/spec.ts';
import { md5 } from '../transfer/md5.ts';
import { measureCommand } from '../transfer/measure.ts';
import { ROLE_LABEL, transferLabels, TRANSFER_LABEL } from '../transfer/names.ts';

/** One measurement of one volume. */
export interface MeasureOrder {
  /** The claim on the source. */
  namespace: string;
  claim: string;
  planUid: string;
  /** The run it is for; none when somebody asked for the plan to be refreshed. */
  runUid?: string | undefined;
  /** The same for all tries of one measurement, and no other. */
  id: string;
  image: string;
  /** Supplemental groups of the pod: `src_supplemental_groups`. */
  groups: readonly number[];
}

/** Its only container. */
export const MEASURE_CONTAINER = 'measure';

/** Tells pods that measure from pods that copy. */
export const MEASURE_ROLE = 'measure';

/** Nobody waits longer; it ends by itself then, also when nobody is left to delete it. */
const LIFETIME_SECONDS = 3600;

/** It sorts in 64 MiB, and works beside an application. */
const RESOURCES = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '1', memory: '256Mi' },
};

/** Selects the pods that measure volumes of a plan for nobody's run. */
export function measureSelector(planUid: string): string {
  return `migplan=${planUid},${ROLE_LABEL}=${MEASURE_ROLE},!migmigration`;
}

/**
 * A pod that walks a volume beside whoever uses it, prints what it found and ends. It cannot write to the volume, and is
 * left out of backups, as all pods of transfers.
 */
export function measurePod(
  order: MeasureOrder,
  { placement, identity = ROOT }: { placement: Placement; identity?: TransferIdentity },
): KubeObject {
  const { namespace, claim } = order;
  const mover = moverContainer({
    name: MEASURE_CONTAINER,
    image: order.image,
    command: measureCommand(),
    capabilities: SENDER_CAPABILITIES,
    identity,
    resources: RESOURCES,
    mounts: [MOUNTS.dataReadOnly, MOUNTS.state, MOUNTS.tmp],
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: nameOf(order), namespace, labels: labelsOf(order) },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      restartPolicy: 'Never',
      activeDeadlineSeconds: LIFETIME_SECONDS,
      ...scheduling(placement),
      ...podSecurity(identity),
      volumes: [
        // Not `readOnly` here: some drivers would attach the volume anew, read-only for the application too.
        { name: 'data', persistentVolumeClaim: { claimName: claim } },
        { name: 'state', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
      containers: [mover],
    },
  };
}

const LONGEST_SLUG = 40;

function nameOf({ namespace, claim, id }: MeasureOrder): string {
  const slug = claim
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  const hash = md5(`${id}/${namespace}/${claim}`).slice(0, 12);
  return ['dray', slug, hash, 'size'].filter((part) => part !== '').join('-');
}

/** Those of a transfer, but for what a Service of one selects by, and for a run when there is none. */
function labelsOf({ runUid, planUid, namespace, claim }: MeasureOrder): Record<string, string> {
  const volume = { runUid: runUid ?? '', planUid, namespace, claim };
  const labels = { ...transferLabels(volume, 'sender'), [ROLE_LABEL]: MEASURE_ROLE };
  const unfit = [
    TRANSFER_LABEL,
    ...(runUid === undefined ? Object.keys(correlationLabel('MigMigration', '')) : []),
  ];
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !unfit.includes(name)));
}
