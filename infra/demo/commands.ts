import type { Ground } from './ground.ts';

/** Name of the replication repository. */
const STORAGE = 'demo';

/** A command line of `dray`, and the environment that holds its secrets. */
export interface DrayCommand {
  args: string[];
  env?: NodeJS.ProcessEnv;
}

/** What an operator types, from an empty host cluster to the cutover. */
export function drayCommands(ground: Ground, plan: string) {
  const { source, target, s3 } = ground;
  const address = s3.url === undefined ? [] : ['--url', s3.url];
  return {
    install: { args: ['install', '--kubeconfig', target.kubeconfig] },
    serve: { args: ['serve', '--kubeconfig', target.kubeconfig, ...temporalFlags(ground)] },
    addTarget: { args: ['cluster', 'add', target.name, '--host', '--wait'] },
    addSource: {
      args: ['cluster', 'add', source.name, '--from-kubeconfig', source.kubeconfig, '--wait'],
    },
    addStorage: {
      args: [
        ...['storage', 'add', STORAGE, '--bucket', s3.bucket, ...address, '--region', s3.region],
        ...['--access-key', s3.accessKey, '--wait'],
      ],
      env: { AWS_SECRET_ACCESS_KEY: s3.secretKey },
    },
    createPlan: {
      args: [
        ...['plan', 'create', plan, '--source', source.name, '--target', target.name],
        ...['--storage', STORAGE, '--namespace', plan, '--wait'],
      ],
    },
    cutover: { args: ['cutover', plan, '--watch', '--timeout', '30m'] },
    status: { args: ['status', plan] },
  } satisfies Record<string, DrayCommand>;
}

function temporalFlags({ temporal }: Ground): string[] {
  if (temporal === undefined) return [];
  const { address, uiUrl } = temporal;
  return ['--temporal', address, ...(uiUrl === undefined ? [] : ['--temporal-ui', uiUrl])];
}

export type DrayCommands = ReturnType<typeof drayCommands>;
