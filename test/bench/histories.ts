import type { Bench } from './bench.ts';
import type { Cutover } from './cutovers.ts';

/** What a run leaves in Temporal. */
export interface History {
  /** `cutover`, `preCopyVolume` or `copyLastDelta`. */
  type: string;
  events: number;
  bytes: number;
}

/** The history of a run and those of its children. */
export async function historiesOf({ scene }: Bench, { view }: Cutover): Promise<History[]> {
  const { workflow } = scene.temporal.client;
  const { workflowId = '' } = view.temporal ?? {};
  const ids: string[] = [];
  for await (const { workflowId: id } of workflow.list()) {
    if (id === workflowId || id.startsWith(`${workflowId}/`)) ids.push(id);
  }
  const described = await Promise.all(ids.sort().map((id) => workflow.getHandle(id).describe()));
  return described.map(({ type, historyLength, historySize }) => ({
    ...{ type, events: historyLength, bytes: historySize ?? 0 },
  }));
}
