import type { Engine } from '../../clients/temporal/engine.ts';
import { invalidCondition } from '../../domain/checks/invalid.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { OWN_API_VERSION } from '../../domain/kinds/group.ts';
import { parseKind } from '../../domain/kinds/index.ts';
import type { MigSchedule } from '../../domain/kinds/mig-schedule.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { readOrder, wrongOrder } from '../../domain/schedule/order.ts';
import { isTold, reportSchedule, type ScheduleReport } from '../../domain/schedule/status.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { nameOf } from './object-name.ts';

/** Schedules: each is one of Temporal, which follows its object, and does not outlive it. */
export class Schedules {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: what Temporal was told last. */
  readonly #applied = new Map<string, string>();

  constructor(engine: Engine, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  /** Has Temporal follow the object, and tells how its schedule stands. */
  changed(object: KubeObject): void {
    this.#queue.add(keyOf(object), () => this.#obey(object));
  }

  deleted(object: KubeObject): void {
    this.#applied.delete(object.metadata.uid ?? '');
    this.#queue.add(keyOf(object), () => this.#engine.schedules.remove(nameOf(object)));
  }

  /** Removes schedules of Temporal whose objects went while nobody looked. */
  sweep(namespace: string, present: () => readonly KubeObject[]): void {
    this.#queue.add(`sweep/${namespace}`, async () => {
      const { schedules } = this.#engine;
      for (const name of await schedules.names(namespace)) {
        const isThere = present().some(({ metadata }) => metadata.name === name);
        if (!isThere) await schedules.remove({ namespace, name });
      }
    });
  }

  async #obey(object: KubeObject): Promise<void> {
    const { schedules } = this.#engine;
    const parsed = parseKind('MigSchedule', object);
    if (!parsed.ok) return this.#refuse(object, invalidCondition(parsed.issues));
    const schedule = parsed.value;
    const order = readOrder(schedule);
    if ('wrong' in order) return this.#refuse(object, wrongOrder(order.wrong), schedule);
    const text = JSON.stringify(order);
    if (this.#applied.get(order.uid) !== text) {
      const refusal = await schedules.apply(order);
      if (refusal !== undefined) {
        return this.#refuse(object, wrongOrder([`Temporal refuses it: ${refusal}.`]), schedule);
      }
      this.#applied.set(order.uid, text);
    }
    const seen = await schedules.look(order);
    if (seen !== undefined) return this.#tell(schedule, reportSchedule(seen, schedule));
    // Somebody has deleted it in Temporal: the next look makes it anew.
    this.#applied.delete(order.uid);
  }

  /** What is wrong must not go on as it was before. */
  async #refuse(object: KubeObject, wrong: ConditionDraft, told?: MigSchedule): Promise<void> {
    this.#applied.delete(object.metadata.uid ?? '');
    await this.#engine.schedules.remove(nameOf(object));
    const report = { conditions: [wrong], status: { nextRun: null } };
    await this.#tell(told ?? (object as unknown as MigSchedule), report);
  }

  async #tell(schedule: MigSchedule, report: ScheduleReport): Promise<void> {
    if (isTold(report, schedule)) return;
    const { conditions, status } = report;
    const more = { apiVersion: OWN_API_VERSION, status };
    await this.#engine.report('MigSchedule', nameOf(schedule), conditions, more);
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `MigSchedule/${metadata.name}`;
}
