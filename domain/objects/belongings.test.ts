import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { belongingsOf, type ClusterWide } from './belongings.ts';

const NONE: ClusterWide = {
  clusterRoleBindings: [],
  clusterRoles: [],
  constraints: [],
  priorityClasses: [],
  webhooks: [],
};

const RBAC = 'rbac.authorization.k8s.io/v1';

function wide(kind: string, name: string, rest: object = {}, apiVersion = RBAC): KubeObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

function binding(subject: object, role = 'reader'): KubeObject {
  const roleRef = { kind: 'ClusterRole', name: role };
  return wide('ClusterRoleBinding', 'binding', { subjects: [subject], roleRef });
}

function found(namespaces: string[], some: Partial<ClusterWide>, objects: KubeObject[] = []) {
  return belongingsOf(namespaces, objects, { ...NONE, ...some }).map(({ kind }) => kind);
}

describe('a ClusterRoleBinding', () => {
  it.each<[string, object, boolean]>([
    ['an account', { kind: 'ServiceAccount', namespace: 'shop', name: 'web' }, true],
    ['an account elsewhere', { kind: 'ServiceAccount', namespace: 'shop2', name: 'web' }, false],
    ['an account as user', { kind: 'User', name: 'system:serviceaccount:shop:web' }, true],
    ['the like of it', { kind: 'User', name: 'system:serviceaccount:shop2:web' }, false],
    ['all accounts', { kind: 'Group', name: 'system:serviceaccounts:shop' }, true],
    ['all accounts elsewhere', { kind: 'Group', name: 'system:serviceaccounts:shop2' }, false],
    ['all accounts everywhere', { kind: 'Group', name: 'system:serviceaccounts' }, false],
    ['a person', { kind: 'User', name: 'shop' }, false],
  ])('that names %s: %j %s', (_, subject, belongs) => {
    expect(found(['shop'], { clusterRoleBindings: [binding(subject)] })).toEqual(
      belongs ? ['ClusterRoleBinding'] : [],
    );
  });

  it('without subjects belongs to nobody', () => {
    expect(found(['shop'], { clusterRoleBindings: [wide('ClusterRoleBinding', 'empty')] })).toEqual(
      [],
    );
  });
});

describe('a ClusterRole', () => {
  const clusterRoles = [wide('ClusterRole', 'reader'), wide('ClusterRole', 'other')];

  it('comes with the bindings that name it, of the cluster and of the namespaces', () => {
    const subject = { kind: 'ServiceAccount', namespace: 'shop', name: 'web' };
    const own = { ...binding(subject, 'other'), kind: 'RoleBinding' };
    const all = { ...NONE, clusterRoles, clusterRoleBindings: [binding(subject)] };

    expect(belongingsOf(['shop'], [own], all).map(({ metadata }) => metadata.name)).toEqual([
      'reader',
      'other',
      'binding',
    ]);
  });

  it('stays when the binding names a Role of its name, or is nobody of ours', () => {
    const roleRef = { kind: 'Role', name: 'reader' };
    const own = wide('RoleBinding', 'own', { roleRef });
    const stranger = { kind: 'ServiceAccount', namespace: 'elsewhere', name: 'web' };

    const some = { clusterRoles, clusterRoleBindings: [binding(stranger)] };

    expect(found(['shop'], some, [own])).toEqual([]);
  });
});

describe('SecurityContextConstraints', () => {
  it.each<[string, object, boolean]>([
    ['an account', { users: ['system:serviceaccount:shop:web'] }, true],
    ['all accounts', { users: [], groups: ['system:serviceaccounts:shop'] }, true],
    ['others', { users: ['system:serviceaccount:shop2:web'], groups: ['shop'] }, false],
    ['nobody', { users: null }, false],
  ])('that name %s: %s', (_, rest, belong) => {
    const api = 'security.openshift.io/v1';
    const constraints = [wide('SecurityContextConstraints', 'scc', rest, api)];

    expect(found(['shop'], { constraints })).toHaveLength(belong ? 1 : 0);
  });
});

describe('a PriorityClass', () => {
  it('comes with what names it, however deep', () => {
    const api = 'scheduling.k8s.io/v1';
    const priorityClasses = ['high', 'low'].map((name) => wide('PriorityClass', name, {}, api));
    const template = { spec: { priorityClassName: 'high' } };
    const cronJob = wide('CronJob', 'job', { spec: { jobTemplate: { spec: { template } } } });

    const podTemplate = wide('PodTemplate', 'low', {
      template: { spec: { priorityClassName: 'low' } },
    });

    for (const [object, name] of [
      [cronJob, 'high'],
      [podTemplate, 'low'],
    ] as const) {
      const found = belongingsOf(['shop'], [object], { ...NONE, priorityClasses });
      expect(found.map(({ metadata }) => metadata.name)).toEqual([name]);
    }
  });
});

describe('a webhook', () => {
  const service = (namespace: string) => ({ clientConfig: { service: { namespace } } });

  it.each<[string, object[], boolean]>([
    ['by the namespaces', [service('shop'), service('shop')], true],
    ['by others as well', [service('shop'), service('elsewhere')], false],
    ['at an address', [{ clientConfig: { url: 'https://example.com' } }], false],
    ['by nobody', [], false],
  ])('that is answered %s: %#', (_, hooks, belongs) => {
    const api = 'admissionregistration.k8s.io/v1';
    const configuration = wide('ValidatingWebhookConfiguration', 'hook', { webhooks: hooks }, api);

    expect(found(['shop'], { webhooks: [configuration] })).toHaveLength(belongs ? 1 : 0);
  });
});
