import type { ObjectKey } from '../domain/kube-object.ts';
import { rolledBack, type RolledBack } from '../domain/rollback/conditions.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { cleanup, quick, waiting } from './proxies.ts';
import type { Acts } from './runner.ts';

type RollbackAct =
  | 'surveyRollback'
  | 'stopTarget'
  | 'goBackToSource'
  | 'deleteBackups'
  | 'removeTransfers'
  | 'deleteMigrated'
  | 'awaitMigratedDeleted'
  | 'awaitSourceReady';

/** What each act of a rollback means. None is taken back: each goes on where an earlier rollback was left. */
export function rollbackActsOf(facts: RunFacts): Pick<Acts, RollbackAct> {
  const done: RolledBack = { objects: 0, claims: 0, helpers: 0, started: 0 };
  let started: ObjectKey[] = [];
  return {
    surveyRollback: async ({ warn }) => {
      const { objects, claims, conditions } = await quick.surveyRollback(facts);
      Object.assign(done, { objects, claims });
      warn(conditions);
    },
    stopTarget: async ({ state }) => {
      const { stoppedAt } = await waiting.stopTarget(facts);
      if (stoppedAt !== undefined) state.downtime.startedAt = stoppedAt;
    },
    goBackToSource: async () => {
      started = await cleanup.unquiescePlan(facts);
      done.started = started.length;
    },
    deleteBackups: async ({ warn }) => {
      const { deleted, conditions } = await waiting.deletePlanBackups(facts);
      done.helpers += deleted;
      warn(conditions);
    },
    removeTransfers: async () => {
      const { removed } = await cleanup.removeTransfers(facts);
      done.helpers += removed;
    },
    deleteMigrated: () => cleanup.deleteMigrated(facts),
    awaitMigratedDeleted: async ({ warn }) => {
      warn(await waiting.awaitMigratedDeleted(facts));
    },
    awaitSourceReady: async ({ state, warn }) => {
      const { endedAt, conditions } = await waiting.awaitSourceReady({ facts, started });
      if (state.downtime.startedAt !== undefined) state.downtime.endedAt = endedAt;
      warn([...conditions, rolledBack(done)]);
    },
  };
}
