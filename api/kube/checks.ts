import type { Engine } from '../../clients/temporal/engine.ts';
import { isReady } from '../../domain/conditions/merge.ts';
import { invalidCondition } from '../../domain/checks/invalid.ts';
import type { CheckedKind } from '../../domain/engine-names.ts';
import {
  type Kind,
  notSupportedCondition,
  parseKind,
  unsupportedFields,
} from '../../domain/kinds/index.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { nameOf } from './object-name.ts';

/** Clusters, repositories and plans: checked when their spec changes, and now and then. */
export class Checks {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: the generation that was last asked about. A status of ours must not ask again. */
  readonly #asked = new Map<string, number>();
  readonly #ready = new Map<string, boolean>();

  constructor(engine: Engine, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  /** Asks for a check when the spec is new. */
  changed(kind: CheckedKind, object: KubeObject): void {
    if (this.#isNew(object)) this.anew(kind, object);
  }

  /** Asks for a check that sees what is the case by now. */
  anew(kind: CheckedKind, object: KubeObject): void {
    const name = nameOf(object);
    this.#queue.add(`${kind}/${name.name}`, () => this.#engine.checkAnew(kind, name));
  }

  /** Asks for a look now and then. It has a place of its own in the queue: it must not replace a new look. */
  again(kind: CheckedKind, object: KubeObject): void {
    const name = nameOf(object);
    this.#queue.add(`again/${kind}/${name.name}`, () => this.#engine.check(kind, name));
  }

  /** Whether an object became ready or ceased to be: then plans that refer to it look different. */
  turned(object: KubeObject): boolean {
    const { uid = '' } = object.metadata;
    const ready = isReady(object);
    const before = this.#ready.get(uid) ?? false;
    this.#ready.set(uid, ready);
    return ready !== before;
  }

  /** Says of a kind, or of a field, that this version does not do it. */
  refuse(kind: Kind, object: KubeObject): void {
    if (!this.#isNew(object)) return;
    const parsed = parseKind(kind, object);
    const condition = parsed.ok
      ? notSupportedCondition(unsupportedFields(kind, parsed.value))
      : invalidCondition(parsed.issues);
    if (condition === undefined) return;
    const name = nameOf(object);
    this.#queue.add(`${kind}/${name.name}`, () => this.#engine.report(kind, name, [condition]));
  }

  #isNew({ metadata }: KubeObject): boolean {
    const { uid = '', generation = 0 } = metadata;
    if (this.#asked.get(uid) === generation) return false;
    this.#asked.set(uid, generation);
    return true;
  }
}
