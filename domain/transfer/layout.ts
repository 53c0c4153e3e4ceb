/** Where things are inside the mover pods, and what they are called; `infra/images/mover` agrees. */
export const DATA_PATH = '/data';
export const STATE_PATH = '/state';
export const CONFIG_PATH = '/etc/xfer';
export const KEY_PATH = '/etc/psk';

/** rsync's own port: on loopback only, at both ends of the tunnel. */
export const RSYNC_PORT = 1873;
/** The port of the tunnel at the receiver; a NodePort leads to it. */
export const TUNNEL_PORT = 8443;
/** The module of the rsync daemon. */
export const MODULE = 'data';

/** Containers, by what runs in them: commands of a pass go to `rsync` and `rsyncd`, logs come from `stunnel`. */
export const CONTAINERS = { sender: 'rsync', receiver: 'rsyncd', tunnel: 'stunnel' } as const;

export type TransferRole = 'sender' | 'receiver';
