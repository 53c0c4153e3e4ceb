import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigMigration } from '../kinds/mig-migration.ts';
import type { RunFacts } from './facts.ts';

type RunAs = Pick<MigMigration['spec'], 'runAsRoot' | 'runAsUser' | 'runAsGroup'>;

/** Who the transfer pods are to run as. */
export function runAsOf({ spec }: { spec: RunAs }): Pick<RunFacts, 'runAs'> {
  const { runAsRoot, runAsUser, runAsGroup } = spec;
  if (runAsRoot === undefined && runAsUser === undefined && runAsGroup === undefined) return {};
  return {
    runAs: {
      ...(runAsRoot === undefined ? {} : { root: runAsRoot }),
      ...(runAsUser === undefined ? {} : { user: runAsUser }),
      ...(runAsGroup === undefined ? {} : { group: runAsGroup }),
    },
  };
}

/** Refuses ids that do not exist, and to be root and somebody else at once. */
export function runAsRefusal({
  runAsRoot,
  runAsUser,
  runAsGroup,
}: RunAs): ConditionDraft | undefined {
  for (const [field, id] of Object.entries({ runAsUser, runAsGroup })) {
    if (id !== undefined && (id < 0 || id >= 2 ** 31)) {
      return invalid(`spec.${field} (found ${String(id)}) has to be an id from 0 to 2147483647.`);
    }
  }
  if (runAsRoot === true && (runAsGroup ?? 0) !== 0) {
    return invalid(
      `spec.runAsRoot (found true) keeps the groups of files; remove spec.runAsGroup (found ${String(runAsGroup)}).`,
    );
  }
  if (runAsRoot === true && (runAsUser ?? 0) !== 0) {
    return invalid(
      `spec.runAsRoot (found true) and spec.runAsUser (found ${String(runAsUser)}) name two users. Remove one of them.`,
    );
  }
  if (runAsRoot === false && runAsUser === 0) {
    return invalid(
      'spec.runAsRoot (found false) and spec.runAsUser (found 0) contradict each other. Remove one of them.',
    );
  }
  return undefined;
}

function invalid(message: string): ConditionDraft {
  return {
    type: 'InvalidSpec',
    status: 'True',
    category: 'Critical',
    reason: 'NotSupported',
    message,
  };
}
