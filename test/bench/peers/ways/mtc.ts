import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../../e2e/harness/ports.ts';
import { daemons, RECEIVER, run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { Way } from '../way.ts';

/** As MTC 1.7 runs it, of a volume that is not sparse. */
const FLAGS = [
  ...['--recursive', '--links', '--perms', '--times', '--devices', '--specials'],
  ...['--owner', '--group', '--hard-links', '--partial', '--delete', '--human-readable'],
  ...['--log-file=/dev/stdout', '--info=COPY2,DEL2,REMOVE2,SKIP2,FLIST2,PROGRESS2,STATS2'],
  '--exclude=lost+found',
];
const SOCKETS = 'socket=l:TCP_NODELAY=1\nsocket=r:TCP_NODELAY=1';
/** Of its own making: six letters. */
const PASSWORD = 'secret';

/** MTC's direct volume migration: a daemon without chroot behind TLS 1.2, whose certificate nobody verifies. */
export const MTC: Way = {
  ...{ name: 'mtc', title: 'MTC 1.7', warm: false },
  open: async (place) => {
    const { directory, source, target } = place;
    const file = (name: string) => path.join(directory, name);
    const [daemonPort, tunnelPort, clientPort] = [
      ...[await freePort(), await freePort(), await freePort()],
    ] as const;
    const subject = ['-subj', '/CN=openshift-migration', '-days', '3650', '-nodes'];
    const outputs = ['-keyout', file('tls.key'), '-out', file('tls.crt')];
    await run(place, RECEIVER, [
      ...['openssl', 'req', '-x509', '-newkey', 'rsa:4096', ...subject, ...outputs],
    ]);
    await writeFile(file('secrets'), `root:${PASSWORD}\n`, { mode: 0o600 });
    await writeFile(
      file('rsyncd.conf'),
      `address=127.0.0.1\nport=${daemonPort}\nuid=root\ngid=root\nlist=yes\nlog file=/dev/stdout\nmax verbosity=4
use chroot=no\nmunge symlinks=no\nread only=no\nauth users=root\nsecrets file=${file('secrets')}
[volume]\npath=${target}\n`,
    );
    const certificate = `sslVersion=TLSv1.2\ncert=${file('tls.crt')}\nkey=${file('tls.key')}`;
    await writeFile(
      file('server.conf'),
      `foreground=yes\nsyslog=no\npid=\n${SOCKETS}\n[rsync]\n${certificate}\nTIMEOUTclose=0
accept=127.0.0.1:${tunnelPort}\nconnect=127.0.0.1:${daemonPort}\n`,
    );
    await writeFile(
      file('client.conf'),
      `foreground=yes\nsyslog=no\npid=\n${SOCKETS}\n[rsync]\nclient=yes\n${certificate}\nTIMEOUTclose=0
accept=127.0.0.1:${clientPort}\nconnect=127.0.0.1:${tunnelPort}\n`,
    );
    const rsyncd = ['rsync', '--daemon', '--no-detach', `--config=${file('rsyncd.conf')}`];
    const url = `rsync://root@127.0.0.1:${clientPort}/volume/`;
    const env = { RSYNC_PASSWORD: PASSWORD };
    return {
      ...daemons(place, [
        { cpu: RECEIVER, command: rsyncd, port: daemonPort },
        { cpu: RECEIVER, command: ['stunnel', file('server.conf')], port: tunnelPort },
        { cpu: SENDER, command: ['stunnel', file('client.conf')], port: clientPort },
      ]),
      pass: async () =>
        wireBytes(await run(place, SENDER, ['rsync', ...FLAGS, `${source}/`, url], { env })),
    };
  },
};
