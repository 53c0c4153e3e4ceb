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
export function runAsRefusal(spec: RunAs): ConditionDraft | undefined {
  const message = outOfRange(spec) ?? contradiction(spec);
  if (message === undefined) return undefined;
  return {
    type: 'InvalidSpec',
    status: 'True',
    category: 'Critical',
    reason: 'NotSupported',
    message,
  };
}

function outOfRange({ runAsUser, runAsGroup }: RunAs): string | undefined {
  const wrong = Object.entries({ runAsUser, runAsGroup }).find(
    ([, id]) => id !== undefined && (id < 0 || id >= 2 ** 31),
  );
  if (wrong === undefined) return undefined;
  const [field, id] = wrong;
  return `spec.${field} (found ${String(id)}) has to be an id from 0 to 2147483647.`;
}

function contradiction({ runAsRoot, runAsUser, runAsGroup }: RunAs): string | undefined {
  if (runAsRoot === true && runAsGroup !== undefined && runAsGroup !== 0) {
    return `spec.runAsRoot (found true) keeps the groups of files; remove spec.runAsGroup (found ${String(runAsGroup)}).`;
  }
  if (runAsRoot === undefined || runAsUser === undefined) return undefined;
  if (runAsRoot === (runAsUser === 0)) return undefined;
  return `spec.runAsRoot (found ${String(runAsRoot)}) and spec.runAsUser (found ${String(runAsUser)}) contradict each other. Remove one of them.`;
}
