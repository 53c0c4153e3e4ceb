import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigPlan } from '../kinds/mig-plan.ts';
import { notSupportedCondition, unsupportedFields } from '../kinds/support.ts';
import { choiceOf } from '../objects/choice.ts';
import { planRefusal, runFacts } from './admit.ts';
import type { RunFacts } from './facts.ts';
import { mappingRefusal } from './mapped-claims.ts';

/** What a dry run of a plan is about, or why a run of it would not begin. */
export type DryRun =
  { runnable: true; facts: RunFacts } | { runnable: false; refusal: ConditionDraft };

/** As `admitRun` decides on a cutover that stops the application, unless only some of its objects are to move. The plan stands for the run that does not exist. */
export function dryRunOf(plan: MigPlan): DryRun {
  const refusal = notSupportedCondition(unsupportedFields('MigPlan', plan)) ?? planRefusal(plan);
  if (refusal !== undefined) return { runnable: false, refusal };
  const { name, namespace, uid } = plan.metadata;
  const input = { namespace, migration: name, uid, plan: name };
  const migration = {
    spec: { stage: false, quiescePods: choiceOf(plan.spec) === undefined },
  };
  const facts = runFacts(input, migration, plan);
  const mapping = mappingRefusal(facts);
  return mapping === undefined ? { runnable: true, facts } : { runnable: false, refusal: mapping };
}
