import { CONFIG_PATH, DATA_PATH, MODULE, RSYNC_PORT } from '../layout.ts';

export const DAEMON_CONFIG_FILE = 'rsyncd.conf';
export const DAEMON_COMMAND = [
  'rsync',
  '--daemon',
  '--no-detach',
  `--config=${CONFIG_PATH}/${DAEMON_CONFIG_FILE}`,
];

/** rsyncd.conf of the receiver. */
export function daemonConfig(): string {
  return `address=127.0.0.1
port=${String(RSYNC_PORT)}
# Without chroot the daemon rewrites the targets of absolute and escaping symlinks, silently.
use chroot=yes
munge symlinks=no
# The image knows no accounts: owners are numbers, and gid=* would need /etc/passwd.
numeric ids=yes
uid=0
gid=0
reverse lookup=no
lock file=/tmp/rsyncd.lock
max connections=4
read only=no
list=no
log file=/dev/stdout
transfer logging=no
refuse options=delete-excluded log-file
[${MODULE}]
path=${DATA_PATH}
`;
}
