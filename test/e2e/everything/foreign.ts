import type { KubeObject } from '../../../domain/kube-object.ts';
import type { Place } from './fixture.ts';

const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** What somebody else has in the namespace of the target: an application of theirs, and what it needs. */
export function foreignObjects({ target: namespace, group, images }: Place): KubeObject[] {
  const labels = { app: 'theirs' };
  const container = { name: 'main', image: images.busybox, command: ['/bin/sh', '-c', SLEEP] };
  const core = (kind: string, rest: object): KubeObject => ({
    ...{ apiVersion: 'v1', kind, metadata: { name: 'theirs', namespace, labels } },
    ...rest,
  });
  return [
    core('ConfigMap', { data: { key: 'theirs' } }),
    core('Secret', { stringData: { key: 'theirs' } }),
    core('ServiceAccount', {}),
    core('Service', { spec: { selector: labels, ports: [{ port: 80 }] } }),
    { ...core('Widget', { spec: { size: 1 } }), apiVersion: `${group}/v1` },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      metadata: { name: 'theirs', namespace, labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { terminationGracePeriodSeconds: 1, containers: [container] },
        },
      },
    },
  ];
}

/** Room for one Deployment more, where two are about to come; what comes too late for a rehearsal is seen in the act. */
export function tightQuota({ target: namespace }: Place): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'tight', namespace } },
    spec: { hard: { 'count/deployments.apps': '2' } },
  };
}
