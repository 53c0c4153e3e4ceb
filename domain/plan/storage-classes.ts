import type { KubeObject } from '../kube-object.ts';
import { accessModesOfProvisioner } from './access-modes.ts';

/** What a plan needs to know of a StorageClass. */
export interface StorageClass {
  name: string;
  provisioner: string;
  default: boolean;
  /** What its provisioner is known to offer; undefined when nobody knows. */
  accessModes?: readonly string[];
}

const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function readStorageClass(object: KubeObject): StorageClass {
  const annotations = object.metadata.annotations ?? {};
  const provisioner = typeof object['provisioner'] === 'string' ? object['provisioner'] : '';
  const accessModes = accessModesOfProvisioner(provisioner);
  return {
    name: object.metadata.name,
    provisioner,
    default: DEFAULT_MARKS.some((mark) => annotations[mark] === 'true'),
    ...(accessModes === undefined ? {} : { accessModes }),
  };
}

const GLUSTER = /^(kubernetes\.io\/glusterfs|gluster\.org\/glusterblock.*)$/;
const CEPH_FS = /cephfs\.csi\.ceph\.com$/;
const CEPH_RBD = /rbd\.csi\.ceph\.com$/;

/** Storage that the guide of MTC has a rule of its own for. */
export type Origin = 'gluster' | 'nfs' | 'other';

export function originOf(
  source: Pick<StorageClass, 'provisioner'> | undefined,
  volume: KubeObject | undefined,
): Origin {
  const spec = (volume?.['spec'] ?? {}) as { glusterfs?: unknown; nfs?: unknown };
  if (GLUSTER.test(source?.provisioner ?? '') || spec.glusterfs !== undefined) return 'gluster';
  return spec.nfs === undefined ? 'other' : 'nfs';
}

export function isCephMissing(target: readonly StorageClass[]): boolean {
  return !target.some(({ provisioner }) => CEPH_FS.test(provisioner) || CEPH_RBD.test(provisioner));
}

/**
 * The class on the target for a volume of `source`, by the guide's rule: the same provisioner (the class of the
 * same name first), else the default class. From Gluster and NFS to Ceph, where the target has it: CephFS for what many
 * write to, RBD for what one does. Empty when the target has nothing: a person must choose.
 */
export function chooseStorageClass(
  source: StorageClass | undefined,
  target: readonly StorageClass[],
  { origin = 'other', accessModes = [] }: { origin?: Origin; accessModes?: readonly string[] } = {},
): string {
  const successor = origin === 'other' ? undefined : cephFor(accessModes, target);
  if (successor !== undefined) return successor.name;
  const same = target.filter((found) => found.provisioner === source?.provisioner);
  const chosen =
    same.find((found) => found.name === source?.name) ??
    same[0] ??
    target.find((found) => found.default);
  return chosen?.name ?? '';
}

function cephFor(
  accessModes: readonly string[],
  target: readonly StorageClass[],
): StorageClass | undefined {
  const isForOne = !accessModes.includes('ReadWriteMany') && accessModes.includes('ReadWriteOnce');
  const pattern = isForOne ? CEPH_RBD : CEPH_FS;
  return target.find(({ provisioner }) => pattern.test(provisioner));
}
