/** The time that a run was meant for, which Temporal puts at the end of its id; undefined when none is there. */
export function scheduledTime(workflowId: string): string | undefined {
  const [, time] = /-(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)$/.exec(workflowId) ?? [];
  return time === undefined ? undefined : new Date(time).toISOString();
}
