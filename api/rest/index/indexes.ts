import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure } from '../../../domain/failures/failure.ts';
import { ObjectIndex } from './object-index.ts';

/** A caller waits no longer than this for the first list of a namespace. */
const FIRST_LIST_MS = 10_000;

/**
 * One index per namespace, begun when the namespace is first asked for. Only namespaces that exist get one,
 * so that their number is bounded by what the host cluster holds.
 */
export class Indexes {
  readonly #host: Pick<Cluster, 'get' | 'inform' | 'name'>;
  readonly #waitMs: number;
  readonly #starting = new Map<string, Promise<ObjectIndex>>();
  readonly #started = new Map<string, ObjectIndex>();
  #stopped = false;

  constructor(host: Pick<Cluster, 'get' | 'inform' | 'name'>, waitMs = FIRST_LIST_MS) {
    this.#host = host;
    this.#waitMs = waitMs;
  }

  /** Those that have been filled. */
  started(): ObjectIndex[] {
    return [...this.#started.values()];
  }

  /** The index of a namespace, once it is filled. */
  async of(namespace: string): Promise<ObjectIndex> {
    return this.#started.get(namespace) ?? this.#within(this.#begin(namespace), namespace);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.started().map((index) => index.stop()));
    this.#started.clear();
  }

  #begin(namespace: string): Promise<ObjectIndex> {
    const running = this.#starting.get(namespace);
    if (running !== undefined) return running;
    const starting = this.#start(namespace).finally(() => this.#starting.delete(namespace));
    this.#starting.set(namespace, starting);
    return starting;
  }

  async #start(namespace: string): Promise<ObjectIndex> {
    const found = await this.#host.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
    if (found === undefined) {
      const object = `${this.#host.name}: Namespace ${namespace}`;
      throw failure('DRAY-1007', { detail: 'there is no such namespace', object });
    }
    const index = await ObjectIndex.start(this.#host, namespace);
    if (this.#stopped) await index.stop();
    else this.#started.set(namespace, index);
    return index;
  }

  async #within(starting: Promise<ObjectIndex>, namespace: string): Promise<ObjectIndex> {
    const limit = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const detail = `no list of namespace ${namespace} within ${this.#waitMs / 1000} s`;
      limit.reject(failure('DRAY-1002', { detail, object: this.#host.name }));
    }, this.#waitMs);
    try {
      return await Promise.race([starting, limit.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
