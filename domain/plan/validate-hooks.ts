import { HOOK_PHASES } from '../hooks/phase.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { PlanHookFacts } from './facts.ts';

interface HookCheck {
  type: string;
  reason: string;
  /** What is wrong with a hook, behind its place in the plan; undefined when nothing is. */
  wrong: (hook: PlanHookFacts) => string | undefined;
}

/** In MTC's words (mig-controller, pkg/controller/migplan/validation.go); several hooks of a phase are fine here. */
const CHECKS: readonly HookCheck[] = [
  {
    type: 'InvalidHookRef',
    reason: 'NotFound',
    wrong: ({ planned: { hook }, found }) => {
      if (hook === undefined) return '`reference` names no MigHook';
      return found === undefined ? `there is no MigHook ${hook.namespace}/${hook.name}` : undefined;
    },
  },
  {
    type: 'HookNotReady',
    reason: 'NotReady',
    wrong: ({ found }) =>
      found?.ready === false
        ? `MigHook ${found.namespace}/${found.name} is not Ready: see its conditions`
        : undefined,
  },
  {
    type: 'HookPhaseUnknown',
    reason: 'NotSupported',
    wrong: ({ planned: { phase, phaseName } }) =>
      phase === undefined
        ? `\`phase\` is "${phaseName}": it must be one of ${HOOK_PHASES.join(', ')}`
        : undefined,
  },
  {
    type: 'InvalidHookNSName',
    reason: 'NotSet',
    wrong: ({ planned: { namespace } }) =>
      namespace === undefined ? '`executionNamespace` is missing' : undefined,
  },
  {
    type: 'InvalidHookNSName',
    reason: 'NotFound',
    wrong: ({ planned: { namespace = '' }, place }) =>
      place?.namespace === 'missing'
        ? `the cluster ${place.cluster} has no namespace ${namespace}`
        : undefined,
  },
  {
    type: 'InvalidHookSAName',
    reason: 'NotSet',
    wrong: ({ planned: { serviceAccount } }) =>
      serviceAccount === undefined ? '`serviceAccount` is missing' : undefined,
  },
  {
    type: 'InvalidHookSAName',
    reason: 'NotFound',
    wrong: ({ planned: { namespace = '', serviceAccount = '' }, place }) =>
      place?.namespace !== 'missing' && place?.account === 'missing'
        ? `the cluster ${place.cluster} has no service account ${namespace}/${serviceAccount}`
        : undefined,
  },
];

/** What is wrong with the hooks of a plan: one condition for each kind of mistake. */
export function hookFindings(hooks: readonly PlanHookFacts[]): ConditionDraft[] {
  const found = CHECKS.flatMap(({ type, reason, wrong }) => {
    const sentences = hooks.flatMap((hook) => {
      const what = wrong(hook);
      return what === undefined ? [] : [`spec.hooks[${hook.planned.position}]: ${what}.`];
    });
    return sentences.length === 0 ? [] : [critical(type, reason, sentences.join(' '))];
  });
  // One that is not set and another that is not found are one condition, since a type stands but once.
  return found.filter(({ type }, index) => found.findIndex((one) => one.type === type) === index);
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
