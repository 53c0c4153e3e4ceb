import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../../infra/sandbox/command.ts';
import { freePort } from '../../../e2e/harness/ports.ts';
import { daemons, RECEIVER, run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { Way } from '../way.ts';

const FLAGS = ['-av', '--info=progress2,misc0,flist0', '--no-inc-recursive', '-z', '--delete'];
const SSH = [
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
  ...['-o', 'ConnectTimeout=5', '-o', 'ServerAliveInterval=10', '-o', 'ServerAliveCountMax=3'],
];
/** Where Debian's sshd separates its privileges. */
const PRIVILEGE_SEPARATION = '/run/sshd';

/** pv-migrate 3: the target's rsync pulls by ssh, compressing; with its option that deletes what the source lacks. */
export const PV_MIGRATE: Way = {
  ...{ name: 'pv-migrate', title: 'pv-migrate 3', warm: false },
  open: async (place) => {
    const { directory, source, target } = place;
    const file = (name: string) => path.join(directory, name);
    const port = await freePort();
    await mkdir(PRIVILEGE_SEPARATION, { recursive: true, mode: 0o755 });
    for (const key of ['host_key', 'client_key']) {
      await runCommand(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
    }
    await writeFile(
      file('sshd_config'),
      [
        ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host_key')}`],
        ...[`AuthorizedKeysFile ${file('client_key.pub')}`, 'PermitRootLogin yes'],
        ...['PasswordAuthentication no', 'StrictModes no', 'UsePAM no', 'PidFile none', ''],
      ].join('\n'),
    );
    const ssh = ['ssh', '-i', file('client_key'), '-p', String(port), ...SSH].join(' ');
    const command = ['rsync', ...FLAGS, '-e', ssh, `root@127.0.0.1:${source}/`, `${target}/`];
    const sshd = ['/usr/sbin/sshd', '-D', '-e', '-f', file('sshd_config')];
    return {
      ...daemons(place, [{ cpu: SENDER, command: sshd, port }]),
      pass: async () => wireBytes(await run(place, RECEIVER, command)),
    };
  },
};
