import type { Informer } from '../../clients/kube/cluster.ts';
import { OWN_API_VERSION } from '../../domain/kinds/group.ts';
import type { ControllerNeeds } from './controller.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { Schedules } from './schedules.ts';

/** Temporal pauses a schedule by itself, and moves on from run to run: that is looked at now and then. */
const LOOK_EVERY_MS = 10_000;
const SWEEP_EVERY_MS = 60_000;

/** Follows the MigSchedules, from when the host cluster knows the kind. */
export function watchSchedules(
  { host, engine, namespace, logger }: ControllerNeeds,
  queue: KeyedQueue,
): { stop: () => void } {
  const schedules = new Schedules(engine, queue);
  const query = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace };
  const timers: NodeJS.Timeout[] = [];
  let informer: Informer | undefined;
  let isStopped = false;

  function begin(started: Informer): void {
    informer = started;
    if (isStopped) {
      void started.stop();
      return;
    }
    const look = (): void => {
      for (const object of started.list()) schedules.changed(object);
    };
    const sweep = (): void => schedules.sweep(namespace, () => started.list());
    sweep();
    timers.push(setInterval(look, LOOK_EVERY_MS), setInterval(sweep, SWEEP_EVERY_MS));
  }

  host
    .inform(query, (event, object) => {
      if (event === 'deleted') schedules.deleted(object);
      else schedules.changed(object);
    })
    .then(begin)
    .catch((error: unknown) => {
      logger.warn({ error: String(error) }, 'schedules cannot be watched');
    });
  return {
    stop: () => {
      isStopped = true;
      for (const timer of timers) clearInterval(timer);
      void informer?.stop();
    },
  };
}
