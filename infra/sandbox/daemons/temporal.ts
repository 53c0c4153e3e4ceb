import { TEMPORAL, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

/** Temporal's development server, with its web console, on the machine's loopback. */
export function temporal(program: string): Daemon {
  const address = `${TEMPORAL.ip}:${TEMPORAL.port}`;
  return {
    owner: 'host',
    name: 'temporal',
    program,
    args: [
      'server',
      'start-dev',
      ...flags({
        ip: TEMPORAL.ip,
        port: TEMPORAL.port,
        'ui-ip': TEMPORAL.ip,
        'ui-port': TEMPORAL.uiPort,
        // A file, so that running migrations survive a restart of the server, as in production.
        'db-filename': `${paths.host}/temporal.db`,
        'log-level': 'warn',
        // An act goes to the worker that asked for it, without a turn through the queue: it takes 40 ms less,
        // and an application stands still for a dozen of them.
        'dynamic-config-value': 'system.enableActivityEagerExecution=true',
      }),
    ],
    files: [],
    directories: [paths.host],
    // The port opens before the namespace exists; a client that is too early fails for good.
    ready: {
      kind: 'command',
      // prettier-ignore
      argv: [program, 'operator', 'namespace', 'describe', '--namespace', 'default',
        '--address', address],
    },
    limitSeconds: 60,
    after: [],
    hint: `Is another Temporal listening on port ${TEMPORAL.port} or ${TEMPORAL.uiPort}?`,
  };
}
