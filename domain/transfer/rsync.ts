import { DATA_PATH, MODULE, RSYNC_PORT } from './layout.ts';

/**
 * `initial` copies, `delta` brings what has changed meanwhile, `final` runs when nothing writes any
 * more, `repair` is a final pass that reads every byte instead of trusting sizes and times.
 */
export type PassKind = 'initial' | 'delta' | 'final' | 'repair';

export interface Pass {
  kind: PassKind;
  /** KiB per second, rsync's own unit; 0 or left out for no limit. */
  bandwidthLimitKiBps?: number;
  /** The pass continues an interrupted one: what has arrived of large files is used. */
  resumed?: boolean;
  /** Make room first: after a full volume, when files that are to go may free enough. */
  deleteFirst?: boolean;
  /** The receiver is not root: there is no daemon, and what only root can keep is left out. */
  asUser?: boolean;
  /** For links slower than about 150 MB/s whose data compresses; costs CPU beside the application. */
  compress?: boolean;
}

const TUNNEL = `rsync://127.0.0.1:${String(RSYNC_PORT)}/`;
const SOURCE = `${DATA_PATH}/`;

/** What makes the copy whole. Order is for the reader, but for the filters at the end. */
const FIDELITY = [
  // Recursion, links, modes, times, owners, devices: all of lstat but the next ones.
  '--archive',
  '--hard-links',
  // Also capabilities (as xattrs) and default ACLs of directories.
  '--acls',
  '--xattrs',
  // Holes stay holes; together with --inplace they are punched.
  '--sparse',
  // The pods share no accounts: names would be mapped to the wrong numbers.
  '--numeric-ids',
  // Nothing reads the target before it is whole: half the writes, and no room for a second copy.
  '--inplace',
  // A bind or a snapshot directory below the volume is not part of it.
  '--one-file-system',
  '--delete',
  // Nanoseconds count: a rewrite in the same second and of the same size would be passed by.
  '--modify-window=-1',
  // The root one belongs to ext4; any deeper one to the application.
  '--exclude=/lost+found',
  // The target has labels of its own; reaches the receiver because of --delete.
  '--filter=-x security.selinux',
] as const;

const TRANSPORT = [
  // Every file is checked on arrival; md5 would halve the speed.
  '--checksum-choice=xxh128',
  // A detached pass whose peer is gone ends by itself.
  '--timeout=600',
] as const;

/** Of connections to a daemon alone: rsync refuses it elsewhere. */
const DAEMON_PATIENCE = '--contimeout=30';

/**
 * Without root rsync runs at both ends of a remote shell, since a daemon without chroot rewrites symlinks. Owners of
 * files are those who write them. Of attributes only those of users can be written. What the far end complains of has
 * to come here: it would go to a log of its own otherwise, and the pass would look whole.
 */
const AS_USER = [
  ...['--no-owner', '--no-group', '--filter=-x! user.*'],
  ...['--rsh=xfer rsh', '--stderr=client'],
] as const;
const REMOTE_SHELL = `tunnel:${DATA_PATH}/`;

/** One record a second and one per file, without lists of names: the output is read by machine. */
const REPORT = [
  '--info=progress2,stats2,name0,flist0',
  '--outbuf=L',
  '--no-human-readable',
] as const;

/** The whole command of a pass, for the sender's container. */
export function passCommand(pass: Pass): string[] {
  const isDaemon = pass.asUser !== true;
  return [
    isDaemon ? 'rsync' : 'xfer-rsync',
    ...FIDELITY,
    // Later keeps the check for room honest; first is for volumes that have run full.
    pass.deleteFirst === true ? '--delete-before' : '--delete-delay',
    ...TRANSPORT,
    ...(isDaemon ? [DAEMON_PATIENCE] : AS_USER),
    ...contentFlags(pass),
    ...(pass.bandwidthLimitKiBps ? [`--bwlimit=${String(pass.bandwidthLimitKiBps)}`] : []),
    // Named, since a fall back to zlib would be slower than any link.
    ...(pass.compress === true ? ['--compress-choice=zstd', '--compress-level=1'] : []),
    ...REPORT,
    SOURCE,
    isDaemon ? `${TUNNEL}${MODULE}/` : REMOTE_SHELL,
  ];
}

function contentFlags({ kind, resumed }: Pass): string[] {
  // Nothing to compare with yet: reading the target would only cost time.
  if (kind === 'initial' && resumed !== true) return ['--whole-file'];
  if (kind === 'repair') return ['--no-whole-file', '--checksum'];
  return ['--no-whole-file'];
}

/**
 * Counts what a pass will look at, without sending; the output is for `parseTotals`.
 * The last argument is a directory that need not be there.
 */
export function countCommand(): string[] {
  return [
    'rsync',
    '--archive',
    '--dry-run',
    '--one-file-system',
    '--exclude=/lost+found',
    '--stats',
    '--no-human-readable',
    SOURCE,
    '/tmp/nowhere/',
  ];
}

/**
 * Ends with 0 once tunnel, key, daemon and volume answer; else the verdict on its end says why not.
 * A ready pod is not enough: a NodePort is programmed up to a second later.
 */
export function probeCommand({ asUser = false }: { asUser?: boolean } = {}): string[] {
  if (asUser) return ['xfer', 'rsh', '--probe'];
  return [
    'rsync',
    '--list-only',
    '--exclude=*',
    '--contimeout=5',
    '--timeout=10',
    `${TUNNEL}${MODULE}/`,
  ];
}
