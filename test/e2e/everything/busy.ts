import type { KubeObject } from '../../../domain/kube-object.ts';

const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** What runs, and cannot be stopped or started again. The Deployment is to be paused once it runs. */
export function busyObjects(namespace: string, image: string): KubeObject[] {
  const container = { name: 'main', image, command: ['/bin/sh', '-c', SLEEP] };
  const pod = { terminationGracePeriodSeconds: 1, containers: [container] };
  return [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare', namespace }, spec: pod },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'paused', namespace } },
      spec: {
        selector: { matchLabels: { app: 'paused' } },
        template: { metadata: { labels: { app: 'paused' } }, spec: pod },
      },
    },
  ];
}
