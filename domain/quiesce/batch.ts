import type { KubeObject } from '../kube-object.ts';
import { listAt } from '../transform/read.ts';
import { PRE_QUIESCE_REPLICAS, PRE_QUIESCE_SUSPEND } from './annotations.ts';
import { countIn, noteOf, type Quiescer, specOf, statusOf } from './quiescer.ts';

interface JobStatus {
  completionTime: string;
  active: number;
  terminating: number;
  ready: number;
  succeeded: number;
}

/** What it has begun already ends by itself. */
export const CRON_JOB: Quiescer = {
  kind: 'CronJob.batch',
  apiVersions: ['batch/v1', 'batch/v1beta1'],
  field: ['spec', 'suspend'],
  runs: (object) => specOf(object)['suspend'] !== true,
  notes: () => ({ [PRE_QUIESCE_SUSPEND]: 'false' }),
  stop: () => ({ suspend: true }),
  restart(object) {
    const note = noteOf(object, PRE_QUIESCE_SUSPEND);
    return note === 'true' || note === 'false' ? { suspend: note === 'true' } : undefined;
  },
  isDown: () => true,
  lacks: () => undefined,
};

/**
 * A Job is suspended: its deadline does not run on meanwhile, as it would with no parallelism, which is what MTC asks
 * for. Servers of before Kubernetes 1.22 know nothing else; the others fill in `suspend`. MTC's note is on it anyway.
 */
export const JOB: Quiescer = {
  kind: 'Job.batch',
  apiVersions: ['batch/v1'],
  onlyUnowned: true,
  field: ['spec', 'suspend'],
  runs: (object) => !isStopped(object) && !hasEnded(object),
  notes: (object) => ({
    [PRE_QUIESCE_REPLICAS]: String(parallelismOf(object)),
    ...(canSuspend(object) ? { [PRE_QUIESCE_SUSPEND]: 'false' } : {}),
  }),
  stop: (object) => (canSuspend(object) ? { suspend: true } : { parallelism: 0 }),
  restart(object) {
    if (noteOf(object, PRE_QUIESCE_SUSPEND) === 'false') return { suspend: false };
    const parallelism = countIn(noteOf(object, PRE_QUIESCE_REPLICAS));
    return parallelism === undefined ? undefined : { parallelism };
  },
  isDown(object) {
    const { active = 0, terminating = 0 } = statusOf<JobStatus>(object);
    // There is no observedGeneration: the condition tells that the controller has seen it.
    const seen = hasEnded(object) || parallelismOf(object) === 0 || has(object, 'Suspended');
    return seen && active + terminating === 0;
  },
  lacks(object) {
    if (isStopped(object) || has(object, 'Complete')) return undefined;
    if (has(object, 'Failed')) return 'failed';
    // Before Kubernetes 1.24 nobody counted those that are ready.
    const { active = 0, ready = active, succeeded = 0 } = statusOf<JobStatus>(object);
    return ready + succeeded > 0 ? undefined : 'no pod ready';
  },
};

function canSuspend(job: KubeObject): boolean {
  return typeof specOf(job)['suspend'] === 'boolean';
}

function isStopped(job: KubeObject): boolean {
  return specOf(job)['suspend'] === true || parallelismOf(job) === 0;
}

/** Kubernetes reads a missing `parallelism` as one. */
function parallelismOf(job: KubeObject): number {
  const { parallelism } = specOf(job);
  return typeof parallelism === 'number' ? parallelism : 1;
}

function hasEnded(job: KubeObject): boolean {
  const { completionTime } = statusOf<JobStatus>(job);
  return completionTime !== undefined || has(job, 'Complete') || has(job, 'Failed');
}

function has(job: KubeObject, type: string): boolean {
  const conditions = listAt(job, ['status', 'conditions']) as { type?: string; status?: string }[];
  return conditions.some((found) => found.type === type && found.status === 'True');
}
