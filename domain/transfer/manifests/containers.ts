import { isRoot, type TransferIdentity } from '../identity/identity.ts';
import { CONFIG_PATH, CONTAINERS, DATA_PATH, KEY_PATH, STATE_PATH } from '../layout.ts';
import { type Resources, USUAL } from '../resources.ts';
import { TUNNEL_COMMAND } from './tunnel.ts';

/**
 * The receiver writes what it is told, so it needs what changes owners, modes, devices and file
 * capabilities. Listed one by one, since runtimes differ in what they grant unasked; all of them pass
 * PodSecurity baseline. Without FSETID setuid bits are lost, without SYS_CHROOT symlinks are
 * rewritten, both silently.
 */
export const RECEIVER_CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'MKNOD',
  'SETFCAP',
  'SETGID',
  'SYS_CHROOT',
] as const;

/** The sender only reads. DAC_READ_SEARCH would be less, but PodSecurity baseline refuses it. */
export const SENDER_CAPABILITIES = ['DAC_OVERRIDE'] as const;

/** What a volume or a claim of a pod is mounted as. */
interface Mount {
  name: string;
  mountPath: string;
  readOnly?: boolean;
}

export const MOUNTS = {
  data: { name: 'data', mountPath: DATA_PATH },
  // Beside the application nothing may be written, whatever goes wrong.
  dataReadOnly: { name: 'data', mountPath: DATA_PATH, readOnly: true },
  state: { name: 'state', mountPath: STATE_PATH },
  config: { name: 'config', mountPath: CONFIG_PATH, readOnly: true },
  key: { name: 'key', mountPath: KEY_PATH, readOnly: true },
  tmp: { name: 'tmp', mountPath: '/tmp' },
} as const satisfies Record<string, Mount>;

interface MoverContainer {
  name: string;
  image: string;
  command: string[];
  /** Of root; nobody else has any. */
  capabilities: readonly string[];
  mounts: Mount[];
  identity: TransferIdentity;
  resources?: Resources | undefined;
}

/** A container that touches the volume: root where it may be, since owners and modes of others are to be kept. */
export function moverContainer(container: MoverContainer): Record<string, unknown> {
  return {
    name: container.name,
    image: container.image,
    imagePullPolicy: 'IfNotPresent',
    command: container.command,
    resources: container.resources ?? USUAL.mover,
    securityContext: {
      ...userOf(container.identity),
      ...hardened(isRoot(container.identity) ? container.capabilities : []),
    },
    volumeMounts: container.mounts,
  };
}

interface TunnelContainer {
  image: string;
  identity: TransferIdentity;
  resources?: Resources | undefined;
  /** Beside key and configuration: of a receiver that starts rsync for each connection. */
  mounts?: Mount[];
}

/**
 * Sees the key, which no other container does; at the ends of root it sees nothing of the volume, and is nobody. In a
 * range of users nobody is not to be had.
 */
export function tunnelContainer(tunnel: TunnelContainer): Record<string, unknown> {
  const { image, identity, resources = USUAL.tunnel, mounts = [] } = tunnel;
  const isNobody = mounts.length === 0 && identity.mode !== 'ranged';
  return {
    name: CONTAINERS.tunnel,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: TUNNEL_COMMAND,
    resources,
    securityContext: {
      ...(isNobody
        ? { runAsUser: 65534, runAsGroup: 65534, runAsNonRoot: true }
        : userOf(identity)),
      ...hardened([]),
    },
    volumeMounts: [MOUNTS.key, MOUNTS.config, ...mounts],
  };
}

function userOf(identity: TransferIdentity): Record<string, unknown> {
  const { uid, gid } = identity;
  return {
    runAsUser: uid,
    ...(gid === undefined ? {} : { runAsGroup: gid }),
    ...(isRoot(identity) ? {} : { runAsNonRoot: true }),
  };
}

function hardened(add: readonly string[]): Record<string, unknown> {
  return {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    seccompProfile: { type: 'RuntimeDefault' },
    capabilities: { drop: ['ALL'], ...(add.length === 0 ? {} : { add: [...add] }) },
  };
}
