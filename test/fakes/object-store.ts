import type { InformerEvent } from '../../clients/kube/cluster.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../../domain/kube-object.ts';

type Listener = (event: InformerEvent, object: KubeObject) => void;

/** What etcd and the API server's bookkeeping are to a cluster. Objects go in and out as copies. */
export class ObjectStore {
  readonly #objects = new Map<string, KubeObject>();
  readonly #listeners = new Set<Listener>();
  readonly #now: () => Date;
  #version = 100;
  #created = 0;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  all(): KubeObject[] {
    return [...this.#objects.values()].map((object) => structuredClone(object));
  }

  read(key: ObjectKey): KubeObject | undefined {
    return structuredClone(this.#objects.get(pathOf(key)));
  }

  /** Creates or replaces; the API server's own metadata survives whatever the writer sends. */
  write(object: KubeObject): KubeObject {
    const present = this.#objects.get(pathOf(keyOf(object)));
    const stored = structuredClone(object);
    stored.metadata = {
      ...stored.metadata,
      uid: present?.metadata.uid ?? stored.metadata.uid ?? this.#nextUid(),
      creationTimestamp:
        present?.metadata.creationTimestamp ?? stored.metadata.creationTimestamp ?? this.#time(),
      generation: generationOf(present, stored),
      resourceVersion: this.#nextVersion(),
    };
    return this.#settle(stored, present === undefined ? 'added' : 'updated');
  }

  /** Deletes, or marks for deletion as long as finalizers hold the object. */
  remove(object: KubeObject): void {
    const marked = structuredClone(object);
    marked.metadata.resourceVersion = this.#nextVersion();
    marked.metadata.deletionTimestamp ??= this.#time();
    this.#settle(marked, 'updated');
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #settle(object: KubeObject, change: InformerEvent): KubeObject {
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    const gone = deletionTimestamp !== undefined && finalizers.length === 0;
    const path = pathOf(keyOf(object));
    if (gone) this.#objects.delete(path);
    else this.#objects.set(path, object);
    for (const listener of this.#listeners) {
      listener(gone ? 'deleted' : change, structuredClone(object));
    }
    return structuredClone(object);
  }

  #time(): string {
    return this.#now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  #nextUid(): string {
    this.#created += 1;
    return `00000000-0000-4000-8000-${String(this.#created).padStart(12, '0')}`;
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }
}

function pathOf({ apiVersion, kind, namespace = '', name }: ObjectKey): string {
  return [apiVersion, kind, namespace, name].join('|');
}

/** Counts changes of everything but metadata and status. */
function generationOf(present: KubeObject | undefined, next: KubeObject): number {
  if (present === undefined) return 1;
  const before = present.metadata.generation ?? 1;
  return wanted(present) === wanted(next) ? before : before + 1;
}

function wanted(object: KubeObject): string {
  return JSON.stringify({ ...object, metadata: null, status: null });
}
