import { setImmediate } from 'node:timers/promises';
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
} from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import {
  describeObject,
  keyOf,
  type KubeObject,
  type ObjectKey,
} from '../../domain/kube-object.ts';
import { type ServedApi, sweepableKinds } from '../../domain/objects/served.ts';
import { FakeInformer } from './informer.ts';
import { mergePatch } from './merge-patch.ts';
import { matches } from './selectors.ts';
import { ObjectStore } from './object-store.ts';

export interface FakeClusterOptions {
  name?: string;
  url?: string;
  version?: string;
  /** Time of creationTimestamp and deletionTimestamp; the real one when left out. */
  now?: () => Date;
}

/**
 * A cluster in memory, for tests. Honest about names, versions, UIDs, finalizers and conflicts, and late
 * with its watches as a real one is. It does not validate, default, or run pods; server-side apply merges
 * objects and replaces lists; a write to the object itself may change its status as well.
 */
export class FakeCluster implements Cluster {
  readonly name: string;
  readonly url: string;
  /** What TokenReview knows. */
  readonly tokens = new Map<string, Identity>();
  /** What RBAC allows, asked for every SubjectAccessReview; nothing unless said otherwise. */
  allows: (question: AccessQuestion, who: Identity | undefined) => boolean = () => false;
  /** Called before every request with the method's name; what it throws, the request throws. */
  before: (method: keyof Cluster, key?: Partial<ObjectKey>) => void = () => undefined;
  /** Called with every object that is to be created: what it throws, the request throws; it may change the object. */
  admit: (object: KubeObject, options: { dryRun: boolean }) => KubeObject = (object) => object;
  /** Answers exec; a test that needs it says what the container does. */
  onExec: (request: ExecRequest) => ExecResult | Promise<ExecResult> = ({ pod }) => {
    throw failure('DRAY-1007', { detail: `no pod ${pod} runs in this fake cluster` });
  };
  onLogs: (query: LogQuery) => string = () => '';
  /** Kinds by apiVersion, for discovery; of each group the preferred version first. */
  readonly kinds = new Map<string, string[]>();
  /** Which of them lie in no namespace, and which have no subresource `status`. */
  readonly clusterScoped = new Set(CLUSTER_SCOPED);
  readonly withoutStatus = new Set(['ConfigMap', 'Secret', 'ServiceAccount']);
  /** Group versions whose server does not answer. */
  readonly silent = new Set<string>();
  readonly #store: ObjectStore;
  readonly #version: string;
  readonly #now: () => Date;

  constructor({ name = 'host', url, version = 'v1.34.4', now }: FakeClusterOptions = {}) {
    this.name = name;
    this.url = url ?? `https://${name}.example:6443`;
    this.#version = version;
    this.#now = now ?? (() => new Date());
    this.#store = new ObjectStore(now);
  }

  /** Puts objects in, as they are, with UID and versions; replaces those of the same key. */
  seed(...objects: KubeObject[]): KubeObject[] {
    return objects.map((object) => this.#store.write(object));
  }

  /** Every object of a kind, for assertions. */
  objects(kind: string): KubeObject[] {
    return this.#store.all().filter((object) => object.kind === kind);
  }

  /** Resolves once every watch has been told of every write before. */
  async settle(): Promise<void> {
    await setImmediate();
  }

  async get(key: ObjectKey): Promise<KubeObject | undefined> {
    await this.#arrive('get', key);
    return this.#store.read(key);
  }

  async list(query: ListQuery): Promise<KubeObject[]> {
    await this.#arrive('list', query);
    return this.#store.all().filter((object) => matches(object, query));
  }

  async create(object: KubeObject, { dryRun = false }: CreateOptions = {}): Promise<KubeObject> {
    await this.#arrive('create', keyOf(object));
    const named = withGeneratedName(object);
    const admitted = this.admit(named, { dryRun });
    if (this.#store.read(keyOf(named)) !== undefined) throw this.#exists(named);
    return dryRun ? admitted : this.#store.write(admitted);
  }

  async apply(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject> {
    await this.#arrive('apply', keyOf(object));
    const present = this.#store.read(keyOf(object));
    if (present === undefined && options?.subresource !== undefined)
      throw this.#missing(keyOf(object));
    return this.#store.write(mergePatch(present, only(object, options?.subresource)));
  }

  async replace(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject> {
    await this.#arrive('replace', keyOf(object));
    const present = this.#require(keyOf(object));
    const { resourceVersion } = object.metadata;
    if (resourceVersion !== undefined && resourceVersion !== present.metadata.resourceVersion) {
      throw this.#conflict(object);
    }
    const next =
      options?.subresource === 'status' ? { ...present, status: object['status'] } : object;
    return this.#store.write(next);
  }

  async patch(
    key: ObjectKey,
    patch: unknown,
    options: { kind?: PatchKind; subresource?: 'status' | 'scale' } = {},
  ): Promise<KubeObject> {
    await this.#arrive('patch', key);
    if ((options.kind ?? 'merge') !== 'merge') throw new Error('the fake knows merge patches only');
    const present = this.#require(key);
    const { metadata } = patch as Partial<KubeObject>;
    const guard = metadata?.resourceVersion ?? present.metadata.resourceVersion;
    if (guard !== present.metadata.resourceVersion) throw this.#conflict(present);
    return this.#store.write(mergePatch(present, patch));
  }

  async delete(key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    await this.#arrive('delete', key);
    const present = this.#store.read(key);
    if (present === undefined) return;
    if ((options.uid ?? present.metadata.uid) !== present.metadata.uid)
      throw this.#conflict(present);
    this.#store.remove(present);
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    await this.#arrive('exec', { name: request.pod, namespace: request.namespace });
    return this.onExec(request);
  }

  async logs(query: LogQuery): Promise<string> {
    await this.#arrive('logs', { name: query.pod, namespace: query.namespace });
    return this.onLogs(query);
  }

  async inform(
    query: ListQuery,
    onEvent: (event: InformerEvent, object: KubeObject) => void,
  ): Promise<Informer> {
    await this.#arrive('inform', query);
    return new FakeInformer(this.#store, query, onEvent);
  }

  async servedKinds(apiVersion: string): Promise<string[]> {
    await this.#arrive('servedKinds');
    return this.kinds.get(apiVersion) ?? [];
  }

  async served(): Promise<ServedApi> {
    await this.#arrive('served');
    const kinds = [...this.kinds].flatMap(([apiVersion, names]) =>
      names.map((kind) => ({
        apiVersion,
        kind,
        resource: pluralOf(kind),
        namespaced: !this.clusterScoped.has(kind),
        verbs: ['create', 'delete', 'get', 'list'],
        hasStatus: !this.withoutStatus.has(kind),
      })),
    );
    return { kinds, silent: [...this.silent] };
  }

  async namespacedKinds(): Promise<{ apiVersion: string; kind: string }[]> {
    return sweepableKinds(await this.served());
  }

  async version(): Promise<string> {
    await this.#arrive('version');
    return this.#version;
  }

  async clock(): Promise<Date> {
    await this.#arrive('clock');
    return this.#now();
  }

  async reviewToken(token: string): Promise<Identity | undefined> {
    await this.#arrive('reviewToken');
    return this.tokens.get(token);
  }

  async mayDo(question: AccessQuestion, who?: Identity): Promise<boolean> {
    await this.#arrive('mayDo');
    return this.allows(question, who);
  }

  /** Every request takes a turn of the loop, as over a network. */
  async #arrive(method: keyof Cluster, key?: Partial<ObjectKey>): Promise<void> {
    await Promise.resolve();
    this.before(method, key);
  }

  #require(key: ObjectKey): KubeObject {
    const present = this.#store.read(key);
    if (present === undefined) throw this.#missing(key);
    return present;
  }

  #missing(key: ObjectKey): Error {
    return failure('DRAY-1007', { detail: 'it is not there', object: this.#describe(key) });
  }

  #exists(object: KubeObject): Error {
    const detail = 'an object of that name exists';
    return failure('DRAY-1011', { detail, object: this.#describe(keyOf(object)) });
  }

  #conflict(object: KubeObject): Error {
    const detail = 'its version or UID is another one by now';
    return failure('DRAY-1008', { detail, object: this.#describe(keyOf(object)) });
  }

  #describe(key: ObjectKey): string {
    return `${this.name}: ${describeObject(key)}`;
  }
}

const CLUSTER_SCOPED = [
  ...['Namespace', 'Node', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'],
  ...['PriorityClass', 'StorageClass', 'IngressClass', 'RuntimeClass', 'PersistentVolume'],
  ...['SecurityContextConstraints', 'ValidatingWebhookConfiguration', 'ServiceCIDR'],
  'MutatingWebhookConfiguration',
];

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  return name.endsWith('s') ? name : `${name}s`;
}

function withGeneratedName(object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata;
  if (name !== '' || generateName === undefined) return object;
  const suffix = Math.random().toString(36).slice(2, 7).padEnd(5, '0');
  return { ...object, metadata: { ...object.metadata, name: `${generateName}${suffix}` } };
}

/** What a write to a subresource sees of the object. */
function only(object: KubeObject, subresource: 'status' | undefined): KubeObject {
  if (subresource === undefined) return object;
  const { apiVersion, kind, metadata, status } = object as KubeObject & { status?: unknown };
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) }, status };
}
