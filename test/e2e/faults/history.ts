import { runWorkflowId, volumeWorkflowId } from '../../../domain/engine-names.ts';
import type { PassResult } from '../../../domain/run/pass.ts';
import type { Scene } from '../harness/scene.ts';

/** All passes of a volume, as the latest run of a plan has them in its history. */
export async function passesOf(
  { temporal, name }: Scene,
  plan: string,
  volume: { namespace: string; claim: string },
): Promise<PassResult[]> {
  const id = volumeWorkflowId(runWorkflowId(name, plan), volume, 'last-delta');
  return (await temporal.client.workflow.getHandle(id).result()) as PassResult[];
}

/** How often the latest run of a plan had each act done, however often it was tried. */
export async function actsOf(
  { temporal, name }: Scene,
  plan: string,
): Promise<Record<string, number>> {
  const handle = temporal.client.workflow.getHandle(runWorkflowId(name, plan));
  const { events = [] } = await handle.fetchHistory();
  const acts: Record<string, number> = {};
  for (const event of events ?? []) {
    const act = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (typeof act === 'string') acts[act] = (acts[act] ?? 0) + 1;
  }
  return acts;
}

/** Ids of all children that the latest run of a plan has started, each as often as it was started. */
export async function childrenOf({ temporal, name }: Scene, plan: string): Promise<string[]> {
  const handle = temporal.client.workflow.getHandle(runWorkflowId(name, plan));
  const { events = [] } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    (event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? [],
  );
}
