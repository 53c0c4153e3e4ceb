import { expect } from '@jest/globals';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { STARTED_BY } from '../../../domain/volumes/target-claim.ts';
import { another, arrives, type Fixture, type Place, staysBehind, told } from './fixture.ts';

const APPS = 'apps/v1';

/** As first process of its container a shell ends only when it is told how. */
const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** The page comes from a config map, and the greeting from a Secret. */
const SERVE = `echo "$GREETING" > /tmp/greeting
trap 'exit 0' TERM
mkdir -p /tmp/www && cp /pages/* /tmp/greeting /tmp/www/
busybox httpd -f -p 8080 -h /tmp/www & wait $!
`;

/** Its volume remembers who wrote to it first. */
const KEEP = `[ -e /data/first ] || hostname > /data/first
[ -e /data/made ] || date +%s%N > /data/made
trap 'exit 0' TERM
busybox httpd -f -p 8080 -h /data & wait $!
`;

const READY = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 };

/** What runs, and what could. */
export function workloads(place: Place): Fixture[] {
  const { images, group, word } = place;
  const idle = { name: 'main', image: images.busybox, command: ['/bin/sh', '-c', SLEEP] };
  return [
    arrives(web(place)),
    arrives(store(place)),
    storeClaim(),
    arrives(
      workload(
        'Deployment',
        'stopped',
        { replicas: 0 },
        {
          containers: [idle],
          priorityClassName: `${word}-own`,
          serviceAccountName: 'app',
          imagePullSecrets: [{ name: 'app-dockercfg-x' }],
        },
      ),
      // It opens the registry of the old cluster only; the account has one for the new.
      { at: ['spec', 'template', 'spec', 'imagePullSecrets'], is: undefined },
    ),
    // It runs nowhere: no node has what it asks for.
    told(
      'no node of the target has',
      arrives(
        workload(
          'DaemonSet',
          'nowhere',
          { updateStrategy: { type: 'OnDelete' } },
          { containers: [idle], nodeSelector: { [`${group}/node`]: 'none' } },
        ),
      ),
    ),
    arrives(workload('ReplicaSet', 'alone', { replicas: 0 }, { containers: [idle] })),
    arrives({
      ...workload('ReplicationController', 'old', { replicas: 0 }, { containers: [idle] }),
      apiVersion: 'v1',
    }),
    arrives({
      apiVersion: 'v1',
      kind: 'PodTemplate',
      metadata: { name: 'template' },
      template: { metadata: { labels: { app: 'none' } }, spec: { containers: [idle] } },
    }),
    staysBehind(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'once', labels: NOT_INJECTED },
        spec: { restartPolicy: 'Never', containers: [{ ...idle, command: ['/bin/true'] }] },
      },
      'it has done its work',
    ),
  ];
}

/** What the injector is told by: a sidecar would keep such a pod from ending. */
export const NOT_INJECTED = { 'sidecar.istio.io/inject': 'false' };

function web({ images, word }: Place): KubeObject {
  return workload(
    'Deployment',
    'web',
    {
      replicas: 1,
      revisionHistoryLimit: 3,
      minReadySeconds: 0,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    },
    {
      serviceAccountName: 'app',
      priorityClassName: `${word}-important`,
      initContainers: [{ name: 'before', image: images.busybox, command: ['/bin/true'] }],
      containers: [
        {
          name: 'web',
          image: images.web,
          command: ['/bin/sh', '-c', SERVE],
          envFrom: [{ secretRef: { name: 'greeting' } }],
          ports: [{ name: 'http', containerPort: 8080 }],
          readinessProbe: { ...READY, httpGet: { path: '/greeting', port: 'http' } },
          volumeMounts: [{ name: 'pages', mountPath: '/pages' }],
        },
      ],
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              podAffinityTerm: {
                labelSelector: { matchLabels: { app: 'web' } },
                topologyKey: 'kubernetes.io/hostname',
              },
            },
          ],
        },
      },
      tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
      volumes: [{ name: 'pages', configMap: { name: 'pages' } }],
    },
  );
}

function store({ images }: Place): KubeObject {
  return workload(
    'StatefulSet',
    'store',
    {
      serviceName: 'store',
      replicas: 1,
      ordinals: { start: 3 },
      podManagementPolicy: 'Parallel',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: { app: 'store' } },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '32Mi' } },
          },
        },
      ],
    },
    {
      containers: [
        {
          name: 'store',
          image: images.busybox,
          command: ['/bin/sh', '-c', KEEP],
          readinessProbe: { ...READY, httpGet: { path: '/made', port: 8080 } },
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
    },
  );
}

/** Made by the StatefulSet, filled by the product before anything else arrives. */
function storeClaim(): Fixture {
  const metadata = { name: 'data-store-3' };
  const claim = arrives(
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata },
    { at: ['spec', 'volumeName'], is: another },
    { at: ['metadata', 'annotations', 'volume.kubernetes.io/selected-node'], is: another },
    { at: ['metadata', 'annotations', STARTED_BY], is: expect.any(String) },
  );
  return { ...claim, given: true };
}

function workload(kind: string, name: string, spec: object, pod: object): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, ...pod } };
  const selector = kind === 'ReplicationController' ? labels : { matchLabels: labels };
  return {
    ...{ apiVersion: APPS, kind, metadata: { name, labels, annotations: { note: 'ä€ "quoted"' } } },
    spec: { ...spec, selector, template },
  };
}
