import { describe, expect, it } from '@jest/globals';

import { mountsBelow } from './mounts.ts';

const table = [
  'proc /proc proc rw 0 0',
  '/dev/vda /var/lib/drayage/sandbox/source/kubelet ext4 rw 0 0',
  'tmpfs /var/lib/drayage/sandbox/source/kubelet/pods/a/volumes/secret tmpfs rw 0 0',
  'overlay /var/lib/drayage/sandbox\\040two/rootfs overlay rw 0 0',
  'overlay /var/lib/drayage/sandbox/with\\040blank\\134 overlay rw 0 0',
  '',
].join('\n');

describe('mountsBelow', () => {
  it('lists the latest first, so that what lies on top goes first', () => {
    expect(mountsBelow(table, '/var/lib/drayage/sandbox')).toEqual([
      '/var/lib/drayage/sandbox/with blank\\',
      '/var/lib/drayage/sandbox/source/kubelet/pods/a/volumes/secret',
      '/var/lib/drayage/sandbox/source/kubelet',
    ]);
  });

  it('takes the directory itself, but not one whose name begins the same', () => {
    expect(mountsBelow('tmpfs /a tmpfs rw 0 0\ntmpfs /ab tmpfs rw 0 0', '/a')).toEqual(['/a']);
  });
});
