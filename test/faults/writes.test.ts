import { expect, test } from '@jest/globals';
import { isWrite } from './writes.ts';

test.each([
  ['PATCH', '/apis/apps/v1/namespaces/a/deployments/b?fieldManager=drayage', true],
  ['DELETE', '/api/v1/namespaces/a/pods/events', true],
  ['POST', '/apis/velero.io/v1/namespaces/a/backups', true],
  ['GET', '/api/v1/namespaces/a/pods', false],
  ['POST', '/api/v1/namespaces/a/events?fieldManager=drayage', false],
  ['POST', '/apis/apps/v1/namespaces/a/deployments?fieldManager=drayage&dryRun=All', false],
  ['PUT', '/apis/migration.openshift.io/v1alpha1/namespaces/a/migmigrations/b/status', false],
  ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', false],
])('%s %s: %s', (method, path, expected) => {
  expect(isWrite(method, path)).toBe(expected);
});
