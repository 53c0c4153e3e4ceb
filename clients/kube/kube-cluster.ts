import type { KubeConfig } from '@kubernetes/client-node';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import {
  describeObject,
  type KubeObject,
  keyOf,
  type ObjectKey,
} from '../../domain/kube-object.ts';
import { type ServedApi, sweepableKinds } from '../../domain/objects/served.ts';
import { reviewAccess, reviewBearer } from './access.ts';
import type {
  AccessQuestion,
  Cluster,
  CreateOptions,
  DeleteOptions,
  ExecRequest,
  ExecResult,
  Identity,
  Informer,
  InformerEvent,
  ListQuery,
  LogQuery,
  PatchKind,
} from './cluster.ts';
import { Discovery } from './discovery.ts';
import { execute } from './exec.ts';
import { startInformer } from './informer.ts';
import { createTransport, type KubeRequest, type Transport } from './transport.ts';

/** The name under which this product owns the fields it applies. */
const FIELD_MANAGER = 'drayage';

const LIST_PAGE = 500;

const PATCH_TYPES: Record<PatchKind, string> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** Connects nothing yet: the first request does. */
export function connectCluster(name: string, config: KubeConfig): Cluster {
  return new KubeCluster(name, config);
}

class KubeCluster implements Cluster {
  readonly name: string;
  readonly #config: KubeConfig;
  readonly #transport: Transport;
  readonly #discovery: Discovery;

  constructor(name: string, config: KubeConfig) {
    this.name = name;
    this.#config = config;
    this.#transport = createTransport(config);
    this.#discovery = new Discovery(this.#transport, name);
  }

  get url(): string {
    return this.#transport.url;
  }

  async get(key: ObjectKey): Promise<KubeObject | undefined> {
    try {
      return await this.#send(key, { method: 'GET', path: await this.#path(key) });
    } catch (error) {
      if (isFailure(error, 'DRAY-1007')) return undefined;
      throw error;
    }
  }

  async list(query: ListQuery): Promise<KubeObject[]> {
    return (await this.#listAll(query)).items;
  }

  async create(object: KubeObject, { dryRun = false }: CreateOptions = {}): Promise<KubeObject> {
    const { apiVersion, kind, metadata } = object;
    return this.#send(keyOf(object), {
      method: 'POST',
      path: await this.#discovery.path(apiVersion, kind, metadata.namespace),
      query: { fieldManager: FIELD_MANAGER, ...(dryRun ? { dryRun: 'All' } : {}) },
      body: object,
    });
  }

  async apply(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject> {
    return this.#send(keyOf(object), {
      method: 'PATCH',
      path: await this.#path(keyOf(object), options?.subresource),
      query: { fieldManager: FIELD_MANAGER, force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
  }

  async replace(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject> {
    return this.#send(keyOf(object), {
      method: 'PUT',
      path: await this.#path(keyOf(object), options?.subresource),
      query: { fieldManager: FIELD_MANAGER },
      body: object,
    });
  }

  async patch(
    key: ObjectKey,
    patch: unknown,
    options?: { kind?: PatchKind; subresource?: 'status' | 'scale' },
  ): Promise<KubeObject> {
    return this.#send(key, {
      method: 'PATCH',
      path: await this.#path(key, options?.subresource),
      query: { fieldManager: FIELD_MANAGER },
      contentType: PATCH_TYPES[options?.kind ?? 'merge'],
      body: patch,
    });
  }

  async delete(key: ObjectKey, options?: DeleteOptions): Promise<void> {
    try {
      await this.#send(key, {
        method: 'DELETE',
        path: await this.#path(key),
        body: deleteBody(options ?? {}),
      });
    } catch (error) {
      if (!isFailure(error, 'DRAY-1007')) throw error;
    }
  }

  async exec(asked: ExecRequest): Promise<ExecResult> {
    return execute(this.#config, this.name, asked);
  }

  async logs({ namespace, pod, container, tailLines }: LogQuery): Promise<string> {
    return this.#transport.text({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/pods/${pod}/log`,
      query: { container, tailLines: tailLines?.toString() },
      object: `${this.name}: Pod ${namespace}/${pod}`,
    });
  }

  async inform(
    query: ListQuery,
    onEvent: (event: InformerEvent, object: KubeObject) => void,
  ): Promise<Informer> {
    const path = await this.#discovery.path(query.apiVersion, query.kind, query.namespace);
    const list = (): Promise<Listed> => this.#listAll(query);
    return startInformer({ config: this.#config, query, path, list }, onEvent);
  }

  async servedKinds(apiVersion: string): Promise<string[]> {
    return this.#discovery.kinds(apiVersion);
  }

  async served(): Promise<ServedApi> {
    return this.#discovery.served();
  }

  async namespacedKinds(): Promise<{ apiVersion: string; kind: string }[]> {
    return sweepableKinds(await this.served());
  }

  async version(): Promise<string> {
    const answer = await this.#transport.json({
      method: 'GET',
      path: '/version',
      object: this.name,
    });
    const { gitVersion } = answer as { gitVersion?: string };
    if (gitVersion !== undefined) return gitVersion;
    throw failure('DRAY-1006', { detail: '/version names no gitVersion', object: this.name });
  }

  async clock(): Promise<Date> {
    const date = await this.#transport.date({
      method: 'GET',
      path: '/version',
      object: this.name,
    });
    if (!Number.isNaN(date.getTime())) return date;
    throw failure('DRAY-1006', { detail: 'it does not tell the time', object: this.name });
  }

  async reviewToken(token: string): Promise<Identity | undefined> {
    return reviewBearer(this, token);
  }

  async mayDo(question: AccessQuestion, who?: Identity): Promise<boolean> {
    return reviewAccess(this, question, who);
  }

  async #path(key: ObjectKey, subresource?: string): Promise<string> {
    const collection = await this.#discovery.path(key.apiVersion, key.kind, key.namespace);
    return `${collection}/${key.name}${subresource === undefined ? '' : `/${subresource}`}`;
  }

  async #send(key: ObjectKey, request: Omit<KubeRequest, 'object'>): Promise<KubeObject> {
    const object = `${this.name}: ${describeObject(key)}`;
    return (await this.#transport.json({ ...request, object })) as KubeObject;
  }

  async #listAll(query: ListQuery): Promise<Listed> {
    const path = await this.#discovery.path(query.apiVersion, query.kind, query.namespace);
    const listed: Listed = { items: [], resourceVersion: '' };
    let page: string | undefined;
    do {
      const answer = (await this.#transport.json({
        method: 'GET',
        path,
        query: {
          labelSelector: query.labelSelector,
          fieldSelector: query.fieldSelector,
          limit: String(LIST_PAGE),
          continue: page,
        },
        object: `${this.name}: list of ${query.kind}`,
      })) as ListAnswer;
      // The items of a list leave out what the list itself says once.
      const { apiVersion, kind } = query;
      listed.items.push(
        ...answer.items.map((item) => ({ ...item, apiVersion, kind }) as KubeObject),
      );
      listed.resourceVersion = answer.metadata?.resourceVersion ?? '';
      page = answer.metadata?.continue === '' ? undefined : answer.metadata?.continue;
    } while (page !== undefined);
    return listed;
  }
}

interface Listed {
  items: KubeObject[];
  resourceVersion: string;
}

interface ListAnswer {
  items: Partial<KubeObject>[];
  metadata?: { continue?: string; resourceVersion?: string };
}

function deleteBody(options: DeleteOptions): unknown {
  const { uid, gracePeriodSeconds, propagation } = options;
  return {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: propagation ?? 'Background',
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(uid === undefined ? {} : { preconditions: { uid } }),
  };
}
