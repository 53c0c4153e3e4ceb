import type { Engine } from '../../clients/temporal/engine.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { openRequest } from '../../domain/report/request.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { nameOf } from './object-name.ts';

/** Dry runs of plans: started when somebody asks for one. */
export class DryRuns {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: what was last passed on. Whatever else changes meanwhile must not ask again. */
  readonly #asked = new Map<string, string>();

  constructor(engine: Engine, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  /** Has a request that is open answered. */
  changed(plan: KubeObject): void {
    const request = openRequest(plan);
    const { uid = '' } = plan.metadata;
    if (request === undefined || this.#asked.get(uid) === request) return;
    this.#asked.set(uid, request);
    const name = nameOf(plan);
    this.#queue.add(`dry-run/${name.name}`, () => this.#engine.dryRun(name));
  }
}
