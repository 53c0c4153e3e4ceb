import type { MigHook } from '../kinds/mig-hook.ts';
import { decodePlaybook } from './playbook.ts';

/** MTC's own; there it is the deadline of each pod, here that of the whole Job. */
export const DEFAULT_DEADLINE_SECONDS = 1800;
/** An act may take a week at the most, and the end of the hook is to be seen by it. */
export const LONGEST_DEADLINE_SECONDS = 6 * 24 * 3600;

export type HookSide = 'source' | 'target';

/** A MigHook that was found good, as a Job wants it. */
export interface RunnableHook {
  name: string;
  uid: string;
  side: HookSide;
  image: string;
  /** Whether the image is ours: then it is known that it needs no right on its node. */
  isOurImage: boolean;
  /** YAML; undefined when the image brings its own program. */
  playbook?: string;
  deadlineSeconds: number;
}

/** On which side `targetCluster` is; undefined when it says neither. */
export function hookSide(targetCluster: string): HookSide | undefined {
  if (targetCluster === 'source') return 'source';
  return targetCluster === 'destination' ? 'target' : undefined;
}

/** @param runnerImage runs playbooks whose hook names no image */
export function runnableHook({ metadata, spec }: MigHook, runnerImage: string): RunnableHook {
  const isOurImage = spec.image === '' || spec.image === runnerImage;
  return {
    name: metadata.name,
    uid: metadata.uid,
    side: hookSide(spec.targetCluster) ?? 'source',
    image: spec.image === '' ? runnerImage : spec.image,
    isOurImage: isOurImage && !spec.custom,
    ...(spec.custom ? {} : { playbook: decodePlaybook(spec.playbook ?? '') ?? '' }),
    deadlineSeconds: spec.activeDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS,
  };
}
