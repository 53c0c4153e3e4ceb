import type { KubeObject } from '../kube-object.ts';
import { listAt } from '../transform/read.ts';
import { type Quiescer, statusOf } from './quiescer.ts';

/** While a pod has it, no scheduler gives it to a node (Kubernetes 1.27; older servers drop it). */
const GATE = 'drayage.dev/at-a-stand';

interface PodStatus {
  phase: string;
  conditions: { type: string; status: string }[];
}

/**
 * A pod that nobody owns cannot be stopped and started again; but it can arrive without being started, since what
 * is new may have gates.
 */
export const BARE_POD: Quiescer = {
  kind: 'Pod',
  apiVersions: ['v1'],
  onlyUnowned: true,
  field: ['spec', 'schedulingGates'],
  runs: (pod) => !gatesOf(pod).some(isOurs),
  notes: () => ({}),
  stop: (pod) => ({ schedulingGates: [...gatesOf(pod), { name: GATE }] }),
  restart(pod) {
    const others = gatesOf(pod).filter((gate) => !isOurs(gate));
    return { schedulingGates: others.length === 0 ? null : others };
  },
  isDown: (pod) => gatesOf(pod).some(isOurs),
  lacks(pod) {
    const { phase = 'Pending', conditions = [] } = statusOf<PodStatus>(pod);
    const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
    return ready || phase === 'Succeeded' ? undefined : phase;
  },
};

function gatesOf(pod: KubeObject): readonly unknown[] {
  return listAt(pod, ['spec', 'schedulingGates']);
}

function isOurs(gate: unknown): boolean {
  return (gate as { name?: string }).name === GATE;
}
