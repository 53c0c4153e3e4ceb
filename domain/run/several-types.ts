import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunFlags } from './run-type.ts';

const FLAGS = ['stage', 'migrateState', 'rollback'] as const satisfies (keyof RunFlags)[];

/** Refuses a run that is to be several at once, under MTC's names; undefined when it is not. */
export function severalTypes(spec: RunFlags): ConditionDraft | undefined {
  const asked = FLAGS.filter((flag) => spec[flag] === true);
  if (asked.length < 2) return undefined;
  const names = asked.map((flag) => `spec.${flag}`).join(', ');
  return {
    type: 'InvalidSpec',
    status: 'True',
    category: 'Critical',
    reason: 'NotSupported',
    message: `Only one of these may be true: ${names} (found true for all). Start a run for each.`,
  };
}
