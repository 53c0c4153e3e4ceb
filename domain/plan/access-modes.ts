/** Access modes of Kubernetes, as volumes of a plan may select them. */
export const ACCESS_MODES = [
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod',
] as const;

const ONCE = ['ReadWriteOnce', 'ReadWriteOncePod'];
const ONCE_AND_READ = [...ONCE, 'ReadOnlyMany'];
const ALL: readonly string[] = ACCESS_MODES;

/**
 * What provisioners offer for volumes with a file system, where their makers say so. A class does not say it itself; of
 * others nobody knows, and nothing is claimed.
 */
const MODES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^kubernetes\.io\/(aws-ebs|azure-disk|cinder|vsphere-volume|scaleio|storageos)$/, ONCE],
  [/^kubernetes\.io\/(gce-pd|iscsi|rbd|fc)$/, ONCE_AND_READ],
  [/^kubernetes\.io\/(azure-file|cephfs|glusterfs|nfs|quobyte|portworx-volume)$/, ALL],
  [/^gluster\.org\/glusterblock/, ONCE],
  [/^(ebs\.csi\.aws\.com|disk\.csi\.azure\.com|cinder\.csi\.openstack\.org)$/, ONCE],
  [/^(rancher\.io\/local-path|topolvm\.io|topolvm\.cybozu\.com)$/, ONCE],
  [/^pd\.csi\.storage\.gke\.io$/, ONCE_AND_READ],
  [/(^|\.)rbd\.csi\.ceph\.com$/, ONCE_AND_READ],
  [/(^|\.)cephfs\.csi\.ceph\.com$/, ALL],
  [/^(efs\.csi\.aws\.com|file\.csi\.azure\.com|filestore\.csi\.storage\.gke\.io)$/, ALL],
  [/^nfs\.csi\.k8s\.io$/, ALL],
];

/** Undefined when nobody knows. */
export function accessModesOfProvisioner(provisioner: string): readonly string[] | undefined {
  return MODES.find(([pattern]) => pattern.test(provisioner))?.[1];
}
