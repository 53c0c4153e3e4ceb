import type { MigPlan } from '../kinds/mig-plan.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import type { RunHook } from '../run/facts.ts';
import { isHookPhase } from './phase.ts';

/** One row of `spec.hooks`; what is undefined was left out, or is nothing that we know. */
export type PlannedHook = Pick<RunHook, 'position'> & Partial<RunHook> & { phaseName: string };

/** The hooks of a plan as they stand there. */
export function plannedHooks({ hooks = [] }: Pick<MigPlan['spec'], 'hooks'>): PlannedHook[] {
  return hooks.map(({ reference, phase = '', executionNamespace, serviceAccount }, position) => {
    const hook = resolveRef(reference);
    return {
      position,
      phaseName: phase,
      ...(hook === undefined ? {} : { hook }),
      ...(isHookPhase(phase) ? { phase } : {}),
      ...(isSet(executionNamespace) ? { namespace: executionNamespace } : {}),
      ...(isSet(serviceAccount) ? { serviceAccount } : {}),
    };
  });
}

/** The hooks of a plan that can be run. One that cannot keeps the plan from being Ready. */
export function hooksOfRun(spec: Pick<MigPlan['spec'], 'hooks'>): RunHook[] {
  return plannedHooks(spec).flatMap(({ position, hook, phase, namespace, serviceAccount }) =>
    hook === undefined || phase === undefined || namespace === undefined || !isSet(serviceAccount)
      ? []
      : { position, hook, phase, namespace, serviceAccount },
  );
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
