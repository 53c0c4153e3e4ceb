import type { Step } from '../../domain/itinerary/step.ts';
import { createResource } from '../e2e/harness/resources.ts';
import { awaitCondition } from '../e2e/harness/runs.ts';
import type { Scene } from '../e2e/harness/scene.ts';

/** The phase of the hooks that a step runs, in the words of a MigPlan; undefined for other steps. */
export function hookPhaseOf({ phase }: Pick<Step, 'phase'>): string | undefined {
  return /^((?:Pre|Post)(?:Backup|Restore))Hooks$/.exec(phase)?.[1];
}

/** Makes a hook that does nothing, and returns the row of the plan that has it run. */
export async function makeHook(
  scene: Scene,
  { plan, namespace, phase }: { plan: string; namespace: string; phase: string },
): Promise<object> {
  const name = `${plan}-${phase.toLowerCase()}`;
  await createResource(scene, 'MigHook', name, {
    custom: true,
    // Its program is a shell: with nothing to read it ends, and well.
    image: scene.images.busybox,
    targetCluster: phase.endsWith('Backup') ? 'source' : 'destination',
    activeDeadlineSeconds: 120,
  });
  await awaitCondition(scene, { kind: 'MigHook', name }, 'Ready');
  const reference = { name, namespace: scene.name };
  return { reference, phase, executionNamespace: namespace, serviceAccount: 'default' };
}
