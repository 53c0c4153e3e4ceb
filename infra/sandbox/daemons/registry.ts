import { stringify } from 'yaml';

import { REGISTRY, paths } from '../layout.ts';
import type { Daemon } from './daemon.ts';

export function registryConfig(): string {
  return stringify({
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: `${paths.host}/registry` },
      // Image migrations remove what they copied, when they are rolled back.
      delete: { enabled: true },
    },
    http: { addr: `${REGISTRY.ip}:${REGISTRY.port}` },
  });
}

/** The image registry both clusters pull from. */
export function registry(program: string): Daemon {
  const config = `${paths.host}/registry.yaml`;
  return {
    owner: 'host',
    name: 'docker-registry',
    program,
    args: ['serve', config],
    files: [{ path: config, content: registryConfig() }],
    directories: [`${paths.host}/registry`],
    ready: { kind: 'http', url: `http://${REGISTRY.ip}:${REGISTRY.port}/v2/` },
    limitSeconds: 30,
    after: [],
    hint: `Is something else listening on ${REGISTRY.ip}:${REGISTRY.port}?`,
  };
}
