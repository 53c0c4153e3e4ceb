import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Logger } from 'pino';
import { createRestServer, type RestServerOptions } from '../../api/rest/server.ts';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import { FakeCluster } from './cluster.ts';
import { migCluster, migStorage } from './migration-objects.ts';

export const TOKEN = 'token-of-alice';

export interface Answer {
  status: number;
  /** Parsed JSON, or undefined when there is none. */
  body: unknown;
  headers: Record<string, unknown>;
  text: string;
}

export interface RestApi {
  host: FakeCluster;
  server: FastifyInstance;
  /** `GET /plans` under /api/v1, as alice; a path that starts with `//` is taken from the root. */
  call(
    method: NonNullable<InjectOptions['method']>,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
}

/** The REST API over a cluster in memory, with two clusters, a repository, and alice who may do all. */
export function createRestApi(
  options: Partial<RestServerOptions> & { logger?: Logger } = {},
): RestApi {
  const host = new FakeCluster({ name: 'host' });
  host.seed(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    migCluster('host', { isHostCluster: true }),
    migCluster('source'),
    migStorage('repository'),
  );
  host.tokens.set(TOKEN, { username: 'alice', groups: [] });
  host.allows = () => true;
  const server = createRestServer({
    host,
    namespaceDefault: NAMESPACE,
    temporalUiUrl: 'http://127.0.0.1:8233',
    ...options,
  });
  const call: RestApi['call'] = async (method, path, { body, headers = {} } = {}) => {
    const response = await server.inject({
      method,
      url: path.startsWith('//') ? path.slice(1) : `/api/v1${path}`,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: isJson ? JSON.parse(response.payload) : undefined,
      headers: response.headers,
      text: response.payload,
    };
  };
  return { host, server, call };
}
