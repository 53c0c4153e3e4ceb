import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, clusterScoped, type Fixture, ofEachCluster, type Place } from './fixture.ts';

/** What sets bounds to pods that come after it. */
export function limits({ word }: Place): Fixture[] {
  return [
    clusterScoped(
      ofEachCluster(priorityClass(`${word}-important`), 'the target has one of this name'),
    ),
    clusterScoped(arrives(priorityClass(`${word}-own`))),
    arrives(
      object('v1', 'LimitRange', 'limits', {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '10m', memory: '16Mi' },
          },
        ],
      }),
    ),
  ];
}

/** Comes last: before anybody has counted what there is, it refuses pods. */
export function quota(): Fixture {
  return arrives(
    object('v1', 'ResourceQuota', 'quota', {
      hard: {
        ...{ pods: '30', persistentvolumeclaims: '5', 'count/jobs.batch': '10' },
        ...{ 'requests.cpu': '2', 'limits.memory': '8Gi', 'services.nodeports': '8' },
      },
    }),
  );
}

/** What watches over pods while they run. */
export function guards(): Fixture[] {
  return [
    arrives(
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        ...{ minReplicas: 1, maxReplicas: 3 },
        metrics: [utilization('cpu', 70), utilization('memory', 80)],
        behavior: {
          scaleDown: {
            stabilizationWindowSeconds: 60,
            selectPolicy: 'Min',
            policies: [{ type: 'Pods', value: 1, periodSeconds: 30 }],
          },
          scaleUp: { policies: [{ type: 'Percent', value: 50, periodSeconds: 15 }] },
        },
      }),
    ),
    arrives(
      object('policy/v1', 'PodDisruptionBudget', 'web', {
        ...{ minAvailable: '50%', unhealthyPodEvictionPolicy: 'AlwaysAllow' },
        selector: { matchLabels: { app: 'web' } },
      }),
    ),
  ];
}

function priorityClass(name: string): KubeObject {
  const api = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' };
  return { ...api, metadata: { name }, value: 1000, description: 'more than others' };
}

function utilization(name: string, averageUtilization: number): object {
  const target = { type: 'Utilization', averageUtilization };
  return { type: 'Resource', resource: { name, target } };
}

function object(apiVersion: string, kind: string, name: string, spec: object): KubeObject {
  return { apiVersion, kind, metadata: { name }, spec };
}
