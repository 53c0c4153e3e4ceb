import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DATA_PATH,
  KEY_PATH,
  MODULE,
  RSYNC_PORT,
  TUNNEL_PORT,
} from '../../../../domain/transfer/layout.ts';
import { daemonConfig } from '../../../../domain/transfer/manifests/daemon.ts';
import {
  KEY_FILE,
  clientTunnelConfig,
  serverTunnelConfig,
} from '../../../../domain/transfer/manifests/tunnel.ts';
import { localize } from '../../../../infra/images/mover/test-tunnel.ts';
import { freePort } from '../../../e2e/harness/ports.ts';
import { daemons, RECEIVER, SENDER } from '../commands.ts';
import type { Place } from '../way.ts';

/** The product's daemon and its tunnel, with their own configurations; only paths and ports are other ones. */
export async function openTunnel(place: Place) {
  const { directory, target } = place;
  const [daemonPort, tunnelPort, clientPort] = [
    ...[await freePort(), await freePort(), await freePort()],
  ] as const;
  const file = (name: string) => path.join(directory, name);
  const daemon = localize(daemonConfig(), {
    [`port=${RSYNC_PORT}`]: `port=${daemonPort}`,
    [`path=${DATA_PATH}`]: `path=${target}`,
    '/tmp/rsyncd.lock': file('rsyncd.lock'),
  });
  const keys = { [`${KEY_PATH}/${KEY_FILE}`]: file(KEY_FILE) };
  const server = localize(serverTunnelConfig(), {
    ...keys,
    [String(TUNNEL_PORT)]: String(tunnelPort),
    [String(RSYNC_PORT)]: String(daemonPort),
  });
  const client = localize(clientTunnelConfig({ host: '127.0.0.1', port: tunnelPort }), {
    ...keys,
    [String(RSYNC_PORT)]: String(clientPort),
  });
  await writeFile(file(KEY_FILE), `bench:${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  await writeFile(file('rsyncd.conf'), daemon);
  await writeFile(file('server.conf'), server);
  await writeFile(file('client.conf'), client);
  const rsyncd = ['rsync', '--daemon', '--no-detach', `--config=${file('rsyncd.conf')}`];
  const ends = daemons(place, [
    { cpu: RECEIVER, command: rsyncd, port: daemonPort },
    { cpu: RECEIVER, command: ['stunnel', file('server.conf')], port: tunnelPort },
    { cpu: SENDER, command: ['stunnel', file('client.conf')], port: clientPort },
  ]);
  const url = (port: number) => `rsync://127.0.0.1:${port}/${MODULE}/`;
  return { ends, tunnelUrl: url(clientPort), daemonUrl: url(daemonPort) };
}
