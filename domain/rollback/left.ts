import { listed } from '../objects/refusals.ts';

/** What a rollback that did not come to its end leaves to do, as sentences. */
export function rollbackLeft({
  onTarget,
  stopped,
}: {
  /** What the runs of the plan made and is still on the target. */
  onTarget: readonly string[];
  /** What they stopped on the source and still stands there. */
  stopped: readonly string[];
}): string[] {
  const there = onTarget.length === 0 ? [] : [`Still on the target: ${listed(onTarget)}.`];
  const here = stopped.length === 0 ? [] : [`Still stopped on the source: ${listed(stopped)}.`];
  const again = 'Nothing of a rollback is undone; roll back again, and it goes on where it was.';
  return [...there, ...here, again];
}
