import type { Flag } from '../itinerary/step.ts';

/** The points of a cutover at which hooks run, in MTC's words and in their order. */
export const HOOK_PHASES = ['PreBackup', 'PostBackup', 'PreRestore', 'PostRestore'] as const;
export type HookPhase = (typeof HOOK_PHASES)[number];

export function isHookPhase(phase: string | undefined): phase is HookPhase {
  return HOOK_PHASES.some((known) => known === phase);
}

/** Whether a step of an itinerary is the one that runs the hooks of a phase. */
export function runsHooksOf(step: { phase: string } | undefined, phase: HookPhase): boolean {
  return step?.phase === `${phase}Hooks`;
}

/** The fact that a run has hooks at a phase. */
export function hookFlag(phase: HookPhase): Flag {
  return `has${phase}Hooks`;
}
