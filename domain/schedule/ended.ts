import type { KubeObject } from '../kube-object.ts';

/** What became of a scheduled run. */
export interface EndedRun {
  state: 'succeeded' | 'warnings' | 'failed' | 'canceled' | 'deleted';
  message?: string;
}

const STATES: readonly (readonly [string, EndedRun['state']])[] = [
  ['Canceled', 'canceled'],
  ['Failed', 'failed'],
  ['SucceededWithWarnings', 'warnings'],
  ['Succeeded', 'succeeded'],
];

interface Condition {
  type: string;
  status: string;
  category?: string;
  message?: string;
}

/** Undefined as long as it has not ended. A run that somebody deleted is none that failed. */
export function endOf(run: KubeObject | undefined): EndedRun | undefined {
  if (run === undefined) return { state: 'deleted' };
  const { conditions = [] } = (run['status'] ?? {}) as { conditions?: Condition[] };
  const holds = conditions.filter(({ status }) => status === 'True');
  for (const [type, state] of STATES) {
    const found = holds.find((condition) => condition.type === type);
    if (found === undefined) continue;
    if (state !== 'failed') return { state };
    // A run that was refused says why in conditions of their own.
    const refused = holds.filter(({ category }) => category === 'Critical');
    const said = refused.length === 0 ? [found] : refused;
    return { state, message: said.map(({ message = '' }) => message).join(' ') };
  }
  return undefined;
}
