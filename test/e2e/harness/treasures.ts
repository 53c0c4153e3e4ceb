import { expect } from '@jest/globals';

const linked = ['./links/a/one', './links/b/deep/three', './links/b/two'];

/** What a copy may lose: some of what torture-tree.sh makes, as describe-tree.sh finds it. */
export const TREASURES = {
  './owned': { owner: '1001:2002', mode: '640', modified: '981173106.1234567890' },
  './far-owner': { owner: '2147483646:2147483645' },
  './setuid': { mode: '4755', owner: '1001:0' },
  './setgid': { mode: '2755', owner: '0:2002' },
  './sticky': { type: 'd', mode: '1777' },
  './shared': { type: 'd', mode: '2775', owner: '1001:2002', modified: '946684799.9999999990' },
  './unreadable': { mode: '0', size: 7 },
  './closed': { mode: '0' },
  './closed/file': { size: 7 },
  './read-only/file': { size: 7 },
  './links/a/one': { links: linked },
  './links/b/two': { links: linked },
  './links/absolute': {
    target: '/etc/hostname',
    owner: '1003:1004',
    modified: '1046660583.0303030300',
  },
  './links/dangling': { target: 'nowhere' },
  './links/escaping': { target: '../../../outside' },
  './links/loop': { target: 'loop' },
  './attributes': {
    attributes: ['user.binary=0x00ff0a0d00', 'user.comment=0x696e20776f726473', 'user.empty=0x'],
  },
  './attributes-too': { attributes: ['user.of-directory=0x796573'] },
  './acl': { attributes: [expect.stringMatching(/^system\.posix_acl_access=0x/)] },
  './acl-default': {
    attributes: [
      expect.stringMatching(/^system\.posix_acl_access=0x/),
      expect.stringMatching(/^system\.posix_acl_default=0x/),
    ],
  },
  './capability': { attributes: [expect.stringMatching(/^security\.capability=0x/)] },
  // Two and a half seconds before 1970; find writes whole seconds and nanoseconds beside each other.
  './empty': { size: 0, modified: '-3.5000000000' },
  './noise': { size: 3_145_729, modified: '4102444800.0000000010' },
  './sparse': { size: 64 * 2 ** 20 },
  './hole': { size: 2 ** 20 },
  './empty-directory/empty-too': { type: 'd' },
  './fifo': { type: 'p', mode: '620', owner: '1001:0' },
  './null': { type: 'c', content: '1:3' },
  './loop-device': { type: 'b', content: '7:63' },
  './names/new\nline': { size: 9 },
  './names/utf-8 \xff\xfe broken': {},
  './names/-rf': {},
  './names/--delete': {},
  './nested/lost+found/kept': {},
  './.rsync-partial/kept': {},
};
