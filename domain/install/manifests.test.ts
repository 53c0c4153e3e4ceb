import type { KubeObject } from '../kube-object.ts';
import { hostManifests, SERVICE_ACCOUNT } from './host.ts';
import { readRemoteToken, REMOTE_TOKEN, remoteManifests } from './remote.ts';
import type { Rule } from './rules.ts';

const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'migplans.migration.openshift.io' },
};

function named(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

function allows(objects: readonly KubeObject[], role: string): (wanted: Rule) => boolean {
  const rules = named(objects, 'ClusterRole', role)['rules'] as Rule[];
  const covers = (have: string[], want: string[]): boolean =>
    have.includes('*') || want.every((each) => have.includes(each));
  return ({ apiGroups, resources, verbs }) =>
    verbs.every((verb) =>
      rules.some(
        (rule) =>
          covers(rule.apiGroups, apiGroups) &&
          covers(rule.resources, resources) &&
          covers(rule.verbs, [verb]),
      ),
    );
}

function rule(group: string, resource: string, ...verbs: string[]): Rule {
  return { apiGroups: [group], resources: [resource], verbs };
}

test('what others need comes first', () => {
  const kinds = hostManifests([definition]).map(({ kind }) => kind);
  expect(kinds[0]).toBe('Namespace');
  expect(kinds.indexOf('ServiceAccount')).toBeLessThan(kinds.indexOf('ClusterRoleBinding'));
  expect(kinds).toContain('CustomResourceDefinition');
});

test('the account is bound to the role of its name', () => {
  const objects = hostManifests([]);
  const { roleRef, subjects } = named(objects, 'ClusterRoleBinding', SERVICE_ACCOUNT);
  expect(named(objects, 'ClusterRole', (roleRef as { name: string }).name)).toBeDefined();
  const account = named(objects, 'ServiceAccount', SERVICE_ACCOUNT).metadata;
  expect(subjects).toEqual([
    { kind: 'ServiceAccount', name: account.name, namespace: account.namespace },
  ]);
});

test('no role for people is all-powerful', () => {
  const roles = hostManifests([]).filter(({ metadata }) => metadata.name !== SERVICE_ACCOUNT);
  for (const object of roles) {
    for (const { verbs, apiGroups } of (object['rules'] ?? []) as Rule[]) {
      expect(verbs).not.toContain('*');
      expect(apiGroups).not.toContain('*');
    }
  }
});

test('the control plane may check tokens and rights, move volumes and stop workloads', () => {
  const may = allows(hostManifests([]), SERVICE_ACCOUNT);
  expect(may(rule('authentication.k8s.io', 'tokenreviews', 'create'))).toBe(true);
  expect(may(rule('authorization.k8s.io', 'subjectaccessreviews', 'create'))).toBe(true);
  expect(may(rule('migration.openshift.io', 'migmigrations/status', 'patch'))).toBe(true);
  expect(may(rule('', 'persistentvolumeclaims', 'create', 'delete'))).toBe(true);
  expect(may(rule('', 'pods/exec', 'get', 'create'))).toBe(true);
  expect(may(rule('apps', 'statefulsets/scale', 'patch'))).toBe(true);
});

test('viewers see no secrets and change nothing', () => {
  const may = allows(hostManifests([]), 'drayage-viewer');
  expect(may(rule('migration.openshift.io', 'migplans', 'get', 'list', 'watch'))).toBe(true);
  expect(may(rule('migration.openshift.io', 'migplans', 'create'))).toBe(false);
  expect(may(rule('', 'secrets', 'get'))).toBe(false);
});

test('operators put keys in, and cannot read them', () => {
  const may = allows(hostManifests([]), 'drayage-operator');
  expect(may(rule('migration.openshift.io', 'migmigrations', 'create', 'update'))).toBe(true);
  expect(may(rule('', 'secrets', 'create', 'update'))).toBe(true);
  expect(may(rule('', 'secrets', 'get'))).toBe(false);
  expect(may(rule('', 'secrets', 'list'))).toBe(false);
});

test('a remote cluster gets an account with a lasting token', () => {
  const objects = remoteManifests();
  const secret = named(objects, 'Secret', REMOTE_TOKEN.name);
  expect(secret['type']).toBe('kubernetes.io/service-account-token');
  expect(secret.metadata.annotations).toEqual({
    'kubernetes.io/service-account.name': 'migration-controller',
  });
  expect(named(objects, 'ServiceAccount', 'migration-controller').metadata.namespace).toBe(
    secret.metadata.namespace,
  );
});

test('the token is read once the cluster has filled it in', () => {
  const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } };
  expect(readRemoteToken(undefined)).toBeUndefined();
  expect(readRemoteToken(secret)).toBeUndefined();
  expect(readRemoteToken({ ...secret, data: { token: btoa('t') } })).toBeUndefined();
  const filled = { ...secret, data: { token: btoa('abc'), 'ca.crt': btoa('PEM') } };
  expect(readRemoteToken(filled)).toEqual({ token: 'abc', caBundle: 'PEM' });
});
