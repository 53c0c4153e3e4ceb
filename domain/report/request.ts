import type { KubeObject } from '../kube-object.ts';

/** Annotations of a MigPlan by which a dry run is asked for, and answered. */
export const DRY_RUN_ANNOTATIONS = {
  /** Whoever writes another value asks anew; the REST API writes the time. */
  requested: 'drayage.dev/dry-run-requested',
  /** The request that the report answers. */
  answered: 'drayage.dev/dry-run-answered',
} as const;

/** The request of a plan that has no answer yet. */
export function openRequest({ metadata }: KubeObject): string | undefined {
  const { annotations = {} } = metadata;
  const requested = annotations[DRY_RUN_ANNOTATIONS.requested];
  if (requested === undefined || requested === '') return undefined;
  return requested === annotations[DRY_RUN_ANNOTATIONS.answered] ? undefined : requested;
}
