import type { Engine } from '../../clients/temporal/engine.ts';
import { isMirror } from '../../domain/kinds/support.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { hasEnded } from '../../domain/run/react.ts';
import type { CopyOrder } from '../../domain/volume-migration/order.ts';
import type { KeyedQueue } from './keyed-queue.ts';

/** DirectVolumeMigrations that somebody applied; those that mirror a run are left alone. */
export class Copies {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: copies that have not ended. One that may not begin yet is looked at again. */
  readonly #open = new Map<string, CopyOrder>();
  /** By uid: the generation that was last asked about, so that our own status does not ask again. */
  readonly #asked = new Map<string, number>();

  constructor(engine: Engine, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  changed(object: KubeObject): void {
    if (isMirror(object)) return;
    const order = orderOf(object);
    // Whoever deletes it in the foreground wants it to stop at once.
    if (object.metadata.deletionTimestamp !== undefined) {
      this.deleted(object);
      return;
    }
    if (hasEnded(object as Parameters<typeof hasEnded>[0])) {
      this.#open.delete(order.uid);
      return;
    }
    this.#open.set(order.uid, order);
    const { generation = 0 } = object.metadata;
    if (this.#asked.get(order.uid) === generation) return;
    this.#asked.set(order.uid, generation);
    this.#start(order);
  }

  /** Whoever deletes a copy wants it to stop; what it made for itself is removed, what has arrived stays. */
  deleted(object: KubeObject): void {
    const order = orderOf(object);
    if (!this.#open.delete(order.uid)) return;
    this.#queue.add(keyOf(order), () => this.#engine.copies.cancel(order));
  }

  /** Looks again at all that have not ended: what they refer to may be there by now. */
  again(): void {
    for (const order of this.#open.values()) this.#start(order);
  }

  #start(order: CopyOrder): void {
    this.#queue.add(keyOf(order), () => this.#engine.copies.start(order));
  }
}

/** Another object of the same name is another copy. */
function keyOf({ name, uid }: CopyOrder): string {
  return `DirectVolumeMigration/${name}/${uid}`;
}

function orderOf({ metadata }: KubeObject): CopyOrder {
  const { namespace = '', name, uid = '' } = metadata;
  return { namespace, name, uid };
}
