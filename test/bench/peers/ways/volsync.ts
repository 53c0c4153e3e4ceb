import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../../e2e/harness/ports.ts';
import { daemons, RECEIVER, run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { Way } from '../way.ts';

const COPYING = [
  ...['-aAhHSxz', '-r', '--exclude=lost+found', '--itemize-changes', '--info=stats2,misc2'],
];
const DELETING = [
  ...['-rx', '--exclude=lost+found', '--ignore-existing', '--ignore-non-existing', '--delete'],
  ...['--itemize-changes', '--info=stats2,misc2'],
];
/** What arrived munged becomes again what it was; its times are kept. */
const UNMUNGE = `find "$1" -type l -lname '/rsyncd-munged/*' -printf '%T@\\0%p\\0%l\\0' |
while IFS= read -r -d '' time && IFS= read -r -d '' name && IFS= read -r -d '' link; do
  ln -sfn -- "\${link#/rsyncd-munged/}" "$name" && touch -h -d "@$time" -- "$name"
done`;
/** An itemized line of a link that was sent. */
const SENT_LINK = /^[<>ch.]L\S+ .* -> /m;

/**
 * VolSync's rsync-tls: everything below the root in one pass, compressed; in a second one the deletions; and links that
 * travel munged. The fixed waits of its scripts are left out.
 */
export const VOLSYNC: Way = {
  ...{ name: 'volsync', title: 'VolSync rsync-tls', warm: false },
  open: async (place) => {
    const { directory, source, target } = place;
    const file = (name: string) => path.join(directory, name);
    const [tunnelPort, clientPort] = [await freePort(), await freePort()];
    await writeFile(file('psk'), `1:${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
    await writeFile(
      file('rsyncd.conf'),
      `log file=${file('rsyncd.log')}\nmax verbosity=10\nuse chroot=false\nnumeric ids=true\nmunge symlinks=true
open noatime=true\nreverse lookup=false\ntransfer logging=true\nread only=false\nuid=0\ngid=0
[data]\npath=${target}\n`,
    );
    const common = `foreground=yes\nsyslog=no\npid=\nsocket=l:SO_KEEPALIVE=1\nsocket=r:SO_KEEPALIVE=1
[rsync]\nciphers=kPSK\nPSKsecrets=${file('psk')}\n`;
    await writeFile(
      file('server.conf'),
      `${common}sslVersionMin=TLSv1.3\naccept=127.0.0.1:${tunnelPort}\nexec=/usr/bin/rsync
execargs=rsync --server --daemon --config=${file('rsyncd.conf')} .\n`,
    );
    await writeFile(
      file('client.conf'),
      `${common}client=yes\naccept=127.0.0.1:${clientPort}\nconnect=127.0.0.1:${tunnelPort}\n`,
    );
    const url = `rsync://127.0.0.1:${clientPort}/data`;
    const copy = ['rsync', ...COPYING, `--files-from=${file('entries')}`, '--from0'];
    return {
      ...daemons(place, [
        { cpu: RECEIVER, command: ['stunnel', file('server.conf')], port: tunnelPort },
        { cpu: SENDER, command: ['stunnel', file('client.conf')], port: clientPort },
      ]),
      pass: async () => {
        await writeFile(
          file('entries'),
          (await readdir(source)).map((name) => `${name}\0`).join(''),
        );
        const copied = await run(place, SENDER, [...copy, `${source}/`, url]);
        const deleted = await run(place, SENDER, ['rsync', ...DELETING, `${source}/`, url]);
        if (SENT_LINK.test(copied)) {
          await run(place, RECEIVER, ['bash', '-c', UNMUNGE, 'unmunge', target]);
        }
        return wireBytes(copied) + wireBytes(deleted);
      },
    };
  },
};
