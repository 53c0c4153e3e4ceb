import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { livesThere } from './namespace-content.ts';

function object(apiVersion: string, kind: string, name: string, annotations = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop', annotations } };
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const OF_ACCOUNT = 'kubernetes.io/service-account.name';

test.each<[boolean, KubeObject]>([
  [false, object('v1', 'ConfigMap', 'kube-root-ca.crt')],
  [false, object('v1', 'ServiceAccount', 'default')],
  [false, object('events.k8s.io/v1', 'Event', 'web.1')],
  [false, object('v1', 'Secret', 'default-dockercfg-x', { [OF_ACCOUNT]: 'default' })],
  [false, object(RBAC, 'RoleBinding', 'system:image-pullers')],
  [true, object(RBAC, 'RoleBinding', 'system:admins')],
  [true, object('v1', 'Secret', 'robot-token', { [OF_ACCOUNT]: 'robot' })],
  [true, object('v1', 'Secret', 'password')],
  [true, object('v1', 'ConfigMap', 'settings')],
  [true, object('apps/v1', 'Deployment', 'default')],
  [true, object('v1', 'PersistentVolumeClaim', 'data')],
])('lives there: %s, %j', (lives, found) => {
  expect(livesThere(found)).toBe(lives);
});
