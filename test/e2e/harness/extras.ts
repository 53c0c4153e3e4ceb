import type { KubeObject } from '../../../domain/kube-object.ts';

/** Objects beside an application's data: what stood still, what runs by the clock, what holds bytes. */
export function extraManifests(namespace: string, image: string): KubeObject[] {
  const pod = { containers: [{ name: 'main', image, command: ['/bin/sh', '-c', 'exit 0'] }] };
  const labels = { app: 'idle' };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'extras',
        namespace,
        labels: { tier: 'test' },
        annotations: { note: 'ä€' },
      },
      data: { 'multi.line': 'a\nb\n', empty: '' },
      binaryData: { bytes: Buffer.from([0, 255, 10]).toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'extras', namespace },
      type: 'example.com/kept',
      data: { key: Buffer.from([0, 1, 254]).toString('base64') },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'extras', namespace } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'extras', namespace },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'idle', namespace, labels },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: pod },
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'yearly', namespace },
      spec: {
        schedule: '0 0 1 1 *',
        jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } },
      },
    },
  ];
}

/** An object, and what of it must be the same on both sides; Velero and we add labels of our own. */
export interface Arrival {
  apiVersion: string;
  kind: string;
  name: string;
  fields: readonly string[];
}

const LABELS = 'metadata.labels';
const APPS = { apiVersion: 'apps/v1', fields: [LABELS, 'spec.selector', 'spec.template.spec'] };
const CORE = { apiVersion: 'v1' };
const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' };

/** The objects of the demo's application and the extras. */
export const ARRIVALS: readonly Arrival[] = [
  { ...CORE, kind: 'ConfigMap', name: 'db-settings', fields: ['data', LABELS] },
  {
    ...{ ...CORE, kind: 'ConfigMap', name: 'extras' },
    fields: ['data', 'binaryData', LABELS, 'metadata.annotations'],
  },
  { ...CORE, kind: 'Secret', name: 'db-password', fields: ['data', 'type', LABELS] },
  { ...CORE, kind: 'Secret', name: 'extras', fields: ['data', 'type'] },
  { ...CORE, kind: 'ServiceAccount', name: 'db', fields: [LABELS] },
  { ...CORE, kind: 'ServiceAccount', name: 'extras', fields: ['metadata.name'] },
  { ...CORE, kind: 'Service', name: 'db', fields: ['spec.selector', 'spec.type', LABELS] },
  { ...CORE, kind: 'Service', name: 'web', fields: ['spec.selector', 'spec.type', LABELS] },
  { ...RBAC, kind: 'Role', name: 'extras', fields: ['rules'] },
  { ...APPS, kind: 'StatefulSet', name: 'db' },
  { ...APPS, kind: 'Deployment', name: 'web' },
  { ...APPS, kind: 'Deployment', name: 'idle' },
];

/** The object with these fields alone; fields that it lacks are left out. */
export function fieldsOf(object: KubeObject, fields: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const steps = field.split('.');
    const last = steps.pop() ?? '';
    let from: unknown = object;
    let into = picked;
    for (const step of steps) {
      from = (from as Record<string, unknown> | undefined)?.[step];
      into = (into[step] ??= {}) as Record<string, unknown>;
    }
    const value = (from as Record<string, unknown> | undefined)?.[last];
    if (value !== undefined) into[last] = value;
  }
  return picked;
}
