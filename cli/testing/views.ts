import type { VolumeProgress } from '../../domain/run/progress.ts';
import type {
  ConditionView,
  PlanView,
  ReportView,
  RunView,
  ScheduleView,
} from '../server/views.ts';

/** Views as a server would send them, for tests; each test changes what it is about. */

export const START = '2026-01-10T10:00:00Z';

export function run(changes: Partial<RunView> = {}): RunView {
  return {
    name: 'shop-1',
    plan: 'shop',
    type: 'cutover',
    state: 'running',
    phase: 'QuiesceApplications',
    step: { number: 14, total: 31 },
    quiesce: true,
    startedAt: START,
    conditions: [],
    pipeline: [],
    volumes: [],
    phaseSeconds: [],
    ...changes,
  };
}

export function ended(state: RunView['state'], changes: Partial<RunView> = {}): RunView {
  const view = run();
  delete view.step;
  return { ...view, state, phase: 'Completed', endedAt: '2026-01-10T10:02:14Z', ...changes };
}

export function failed(): RunView {
  return ended('failed', {
    failure: {
      code: 'DRAY-3007',
      meaning: 'the volume on the target is full',
      detail: 'rsync: write failed on "/data/base/16384": No space left on device (28)',
      hint: 'Enlarge the claim on the target, or choose a larger one in the plan.',
      object: 'new: PersistentVolumeClaim shop/data',
    },
  });
}

export function volume(changes: Partial<VolumeProgress> = {}): VolumeProgress {
  return {
    namespace: 'shop',
    claim: 'data',
    targetNamespace: 'shop',
    targetClaim: 'data',
    state: 'copying',
    pass: 2,
    passKind: 'delta',
    bytesDone: 600 * 1024 ** 2,
    bytesTotal: 1.5 * 1024 ** 3,
    filesDone: 100,
    filesTotal: 250,
    bytesPerSecond: 52 * 1024 ** 2,
    secondsLeft: 18,
    ...changes,
  };
}

export function condition(changes: Partial<ConditionView> = {}): ConditionView {
  return {
    type: 'PlanNotReady',
    status: 'True',
    category: 'Critical',
    message: 'The plan shop is not ready.',
    lastTransitionTime: START,
    ...changes,
  };
}

export function plan(changes: Partial<PlanView> = {}): PlanView {
  return {
    name: 'shop',
    source: 'old',
    target: 'new',
    repository: 's3',
    objectTransport: 'Velero',
    namespaces: ['shop'],
    ready: true,
    closed: false,
    volumes: [
      {
        namespace: 'shop',
        claim: 'data',
        capacity: '10Gi',
        storageClass: 'fast',
        action: 'copy',
        copyMethod: 'filesystem',
        targetStorageClass: 'local-path',
        verify: true,
        proposedCapacity: '11Gi',
        use: {
          ...{ usedBytes: 10_630_044_057, usedPercent: 99, inodes: 1200, sparse: false },
          measuredAt: START,
        },
      },
    ],
    conditions: [],
    ...changes,
  };
}

export function report(changes: Partial<ReportView> = {}): ReportView {
  return {
    name: 'shop',
    at: START,
    blocked: false,
    counts: { refused: 0, leftBehind: 2, changed: 2, asItIs: 1 },
    findings: [],
    groups: [
      {
        ...{ outcome: 'leftBehind', kind: 'ReplicaSet.apps', count: 1 },
        why: 'their owners make them anew',
      },
      { outcome: 'changed', kind: 'Service', count: 1, why: 'spec.clusterIP' },
      { outcome: 'asItIs', kind: 'ConfigMap', count: 1, why: '' },
    ],
    objects: [
      reported('v1', 'ConfigMap', 'settings', { outcome: 'asItIs' }),
      reported('v1', 'Service', 'web', { fields: ['spec.clusterIP'] }),
      reported('v1', 'Service', 'entry', {
        notable: true,
        reasons: [{ severity: 'warning', rule: 'outside-address', text: 'it was reached at x' }],
      }),
      reported('apps/v1', 'ReplicaSet', 'web-1', {
        outcome: 'leftBehind',
        reasons: [{ severity: 'left', rule: 'owned', text: 'Deployment web makes it anew' }],
      }),
      reported('batch/v1', 'Job', 'migrate', {
        ...{ outcome: 'leftBehind', notable: true },
        reasons: [{ severity: 'left', rule: 'finished', text: 'it has done its work' }],
      }),
    ],
    ...changes,
  };
}

type ReportedObject = ReportView['objects'][number];

export function reported(
  apiVersion: string,
  kind: string,
  name: string,
  changes: Partial<ReportedObject> = {},
): ReportedObject {
  const stays = changes.outcome === 'leftBehind';
  return {
    ...{ apiVersion, kind, namespace: 'shop', name, outcome: 'changed', notable: false },
    ...{ reasons: [], fields: [] },
    ...(stays ? {} : { target: { namespace: 'store', name } }),
    ...changes,
  };
}

export function schedule(changes: Partial<ScheduleView> = {}): ScheduleView {
  return {
    ...{ name: 'nightly', plan: 'shop', type: 'stage', cron: '0 22 * * *', timeZone: 'UTC' },
    ...{ ready: true, paused: false, nextRun: '2026-01-10T22:00:00.000Z', conditions: [] },
    ...changes,
  };
}
