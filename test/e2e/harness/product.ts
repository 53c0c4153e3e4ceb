import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type DrayOptions, type DrayResult, runDray } from './dray.ts';
import type { Ground } from './ground.ts';
import { freePort } from './ports.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';
import type { TemporalNamespace } from './temporal.ts';
import { waitUntil } from './wait.ts';

export interface ProductOptions {
  ground: Ground;
  temporal: TemporalNamespace;
  /** Namespace of the custom resources, on the target. */
  namespace: string;
  token: string;
  /** Where logs go. */
  folder: string;
  /** Another way to run a worker than the product's own command. */
  worker?: WorkerWay;
}

/** A program that works as `dray worker` does. */
export interface WorkerWay {
  /** Gets the flags of `dray worker`. */
  command: readonly string[];
  /** How it reaches the host cluster. */
  kubeconfig: string;
  env: NodeJS.ProcessEnv;
}

/** Server and worker as processes of their own, and the command line that speaks to them. */
export interface Product {
  /** Base URL of the REST API. */
  readonly url: string;
  readonly server: Service;
  /** The newest worker. */
  readonly worker: Service;
  /** Runs a command with address and token of the server. */
  dray(args: readonly string[], options?: DrayOptions): Promise<DrayResult>;
  /** Asks the REST API as whoever holds the token; without one as the operator. */
  request(path: string, init?: RequestInit & { token?: string | null }): Promise<Response>;
  /** One more worker. */
  startWorker(): Promise<Service>;
  /** Another server at the same address, after the old one was killed or stopped. */
  restartServer(): Promise<Service>;
  stop(): Promise<void>;
  /** The ends of all logs. */
  logs(lines?: number): string;
}

const READY_MS = 60_000;

export async function startProduct(options: ProductOptions): Promise<Product> {
  const { ground, temporal, namespace, token, folder, worker: way } = options;
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const services: Service[] = [];

  const common = (kubeconfig: string): string[] => [
    ...['--namespace', namespace, '--kubeconfig', kubeconfig],
    ...['--temporal', temporal.address, '--temporal-namespace', temporal.name],
  ];
  function start(
    kind: 'server' | 'worker',
    started: Omit<ServiceOptions, 'name' | 'logFile'>,
  ): Service {
    const number = services.filter(({ name }) => name.startsWith(kind)).length + 1;
    const name = `${kind}-${number}`;
    const logFile = path.join(folder, `${name}.log`);
    const service = startService({ name, logFile, ...started });
    services.push(service);
    return service;
  }
  async function startServer(): Promise<Service> {
    const { kubeconfig } = ground.sites.target;
    const service = start('server', {
      args: ['server', ...common(kubeconfig), '--port', String(port)],
    });
    await waitUntil(() => readiness(url, service), {
      what: `the server at ${url}`,
      limitMs: READY_MS,
      clues: () => service.tail(),
    });
    return service;
  }
  async function startWorker(): Promise<Service> {
    const env = { DRAY_WORKER_METRICS: `127.0.0.1:${await freePort()}`, ...way?.env };
    if (way === undefined) {
      return start('worker', { args: ['worker', ...common(ground.sites.target.kubeconfig)], env });
    }
    return start('worker', { command: way.command, args: common(way.kubeconfig), env });
  }

  let worker = await startWorker();
  let server = await startServer();
  return {
    url,
    get server() {
      return server;
    },
    get worker() {
      return worker;
    },
    dray: (args, { env, ...rest } = {}) =>
      runDray(args, { ...rest, env: { DRAY_SERVER: url, DRAY_TOKEN: token, ...env } }),
    request: (where, { token: other, headers, ...init } = {}) => {
      const bearer = other === undefined ? token : other;
      const sent = new Headers(headers);
      if (bearer !== null) sent.set('authorization', `Bearer ${bearer}`);
      return fetch(`${url}${where}`, { ...init, headers: sent });
    },
    startWorker: async () => (worker = await startWorker()),
    restartServer: async () => (server = await startServer()),
    stop: async () => {
      await Promise.all(services.map((service) => service.stop()));
    },
    logs: (lines) =>
      services
        .map((service) => `--- ${service.name} (${service.logFile})\n${service.tail(lines)}`)
        .join('\n'),
  };
}

async function readiness(url: string, service: Service): Promise<true | undefined> {
  if (service.hasEnded()) throw new Error(`${service.name} ended by itself`);
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
  return answer.ok ? true : undefined;
}
