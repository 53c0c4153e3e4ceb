import { expect, test } from '@jest/globals';
import { chooseStorageClass, originOf } from './storage-classes.ts';

const CEPH_FS = {
  name: 'fs',
  provisioner: 'openshift-storage.cephfs.csi.ceph.com',
  default: false,
};
const CEPH_RBD = { name: 'rbd', provisioner: 'openshift-storage.rbd.csi.ceph.com', default: false };
const USUAL = { name: 'usual', provisioner: 'q', default: true };
const SAME = { name: 'gluster', provisioner: 'kubernetes.io/glusterfs', default: false };
const GLUSTER = { name: 'gluster', provisioner: 'kubernetes.io/glusterfs', default: true };

test.each([
  ['Gluster for one writer', 'gluster', ['ReadWriteOnce'], 'rbd'],
  ['Gluster for many', 'gluster', ['ReadWriteMany'], 'fs'],
  ['Gluster for both', 'gluster', ['ReadWriteOnce', 'ReadWriteMany'], 'fs'],
  ['Gluster for readers', 'gluster', ['ReadOnlyMany'], 'fs'],
  ['NFS for many', 'nfs', ['ReadWriteMany'], 'fs'],
  ['anything else', 'other', ['ReadWriteOnce'], 'gluster'],
] as const)('from %s', (_, origin, accessModes, expected) => {
  const target = [USUAL, SAME, CEPH_FS, CEPH_RBD];
  expect(chooseStorageClass(GLUSTER, target, { origin, accessModes })).toBe(expected);
});

test('without Ceph the usual rule holds', () => {
  const choice = { origin: 'gluster', accessModes: ['ReadWriteMany'] } as const;
  expect(chooseStorageClass(GLUSTER, [USUAL, SAME], choice)).toBe('gluster');
  expect(chooseStorageClass(GLUSTER, [USUAL], choice)).toBe('usual');
});

test.each([
  ['its class', { provisioner: 'gluster.org/glusterblock-app' }, {}, 'gluster'],
  ['the volume itself', undefined, { glusterfs: {} }, 'gluster'],
  ['the volume itself', { provisioner: 'x' }, { nfs: { server: 'a' } }, 'nfs'],
  ['nothing', { provisioner: 'x' }, {}, 'other'],
])('where a volume lies is told by %s', (_, source, spec, expected) => {
  const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv' }, spec };
  expect(originOf(source, volume)).toBe(expected);
});
