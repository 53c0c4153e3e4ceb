import type { Informer, InformerEvent, ListQuery } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { ObjectStore } from './object-store.ts';
import { matches } from './selectors.ts';

/** Its memory lags behind the store by one turn of the loop, as a watch does. */
export class FakeInformer implements Informer {
  readonly #cache = new Map<string, KubeObject>();
  readonly #onEvent: (event: InformerEvent, object: KubeObject) => void;
  readonly #unlisten: () => void;
  #stopped = false;

  constructor(
    store: ObjectStore,
    query: ListQuery,
    onEvent: (event: InformerEvent, object: KubeObject) => void,
  ) {
    this.#onEvent = onEvent;
    for (const object of store.all()) if (matches(object, query)) this.#take('added', object);
    this.#unlisten = store.listen((event, object) => {
      if (object.apiVersion !== query.apiVersion || object.kind !== query.kind) return;
      setImmediate(() => this.#follow(matches(object, query) ? event : 'deleted', object));
    });
  }

  list(): KubeObject[] {
    return [...this.#cache.values()];
  }

  get(name: string, namespace?: string): KubeObject | undefined {
    return this.#cache.get(`${namespace ?? ''}/${name}`);
  }

  stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    return Promise.resolve();
  }

  /** An object that leaves the selection is deleted, one that enters it is added, as in a watch. */
  #follow(event: InformerEvent, object: KubeObject): void {
    if (this.#stopped) return;
    const known = this.#cache.has(pathOf(object));
    if (event === 'deleted' && !known) return;
    this.#take(event === 'deleted' ? event : known ? 'updated' : 'added', object);
  }

  #take(event: InformerEvent, object: KubeObject): void {
    const path = pathOf(object);
    if (event === 'deleted') this.#cache.delete(path);
    else this.#cache.set(path, object);
    this.#onEvent(event, object);
  }
}

function pathOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
