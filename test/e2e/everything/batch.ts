import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, type Fixture, type Place, staysBehind } from './fixture.ts';
import { NOT_INJECTED } from './workloads.ts';

const BATCH = 'batch/v1';

/** What runs by the clock, and what ran once. */
export function batch({ images }: Place): Fixture[] {
  const { busybox } = images;
  const ofClock = job('yearly-29', busybox, '/bin/true');
  return [
    arrives(
      cronJob('yearly', busybox, {
        timeZone: 'Europe/Vienna',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 100,
        failedJobsHistoryLimit: 5,
      }),
    ),
    arrives(cronJob('resting', busybox, { suspend: true, timeZone: 'Etc/UTC' })),
    staysBehind(job('done', busybox, '/bin/true'), 'it has done its work'),
    staysBehind(job('failed', busybox, '/bin/false'), 'it would run once more'),
    {
      ...staysBehind(ofClock, 'its CronJob makes the next one'),
      ownedBy: ['CronJob.batch yearly'],
    },
    staysBehind(
      {
        ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'leader' } },
        spec: { holderIdentity: 'app-1', leaseDurationSeconds: 15 },
      },
      'it says who leads at the moment',
    ),
  ];
}

function cronJob(name: string, image: string, spec: object): KubeObject {
  const template = { spec: podSpec(image, '/bin/true') };
  return {
    ...{ apiVersion: BATCH, kind: 'CronJob', metadata: { name } },
    spec: { schedule: '0 0 29 2 *', jobTemplate: { spec: { template } }, ...spec },
  };
}

function job(name: string, image: string, program: string): KubeObject {
  return {
    ...{ apiVersion: BATCH, kind: 'Job', metadata: { name } },
    spec: {
      backoffLimit: 0,
      template: { metadata: { labels: NOT_INJECTED }, spec: podSpec(image, program) },
    },
  };
}

function podSpec(image: string, program: string): object {
  return { restartPolicy: 'Never', containers: [{ name: 'main', image, command: [program] }] };
}
