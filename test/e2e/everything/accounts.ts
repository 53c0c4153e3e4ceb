import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, clusterScoped, type Fixture, type Place, staysBehind } from './fixture.ts';

const GROUP = 'rbac.authorization.k8s.io';
const RBAC = `${GROUP}/v1`;

/** Accounts, and what they may do. */
export function accounts(place: Place): Fixture[] {
  const { source, target, beside, word } = place;
  return [
    arrives({
      ...account('app'),
      ...{ imagePullSecrets: [{ name: 'registry' }], automountServiceAccountToken: false },
    }),
    arrives(
      {
        ...account('builder-of-old'),
        secrets: [{ name: 'builder-of-old-dockercfg-x' }, { name: 'basic' }],
        imagePullSecrets: [{ name: 'builder-of-old-dockercfg-x' }, { name: 'registry' }],
      },
      { at: ['secrets'], is: [{ name: 'basic' }] },
      { at: ['imagePullSecrets'], is: [{ name: 'registry' }] },
    ),
    // Many put the key to their registry here, since every pod without an account of its own has it.
    {
      ...arrives({ ...account('default'), imagePullSecrets: [{ name: 'registry' }] }),
      given: true,
    },
    arrives(role('Role', 'reader')),
    arrives(binding('RoleBinding', 'readers', 'Role reader', subjectsOf(source, beside.source)), {
      at: ['subjects'],
      is: subjectsOf(target, beside.target),
    }),
    arrives(binding('RoleBinding', 'viewers', 'ClusterRole view', [group('devs')])),
    staysBehind(
      binding('RoleBinding', 'system:image-pullers', 'ClusterRole system:discovery', [
        group(`system:serviceaccounts:${source}`),
      ]),
      'OpenShift makes its own',
    ),
    clusterScoped(arrives(role('ClusterRole', `${word}-lister`))),
    clusterScoped(
      arrives(
        binding('ClusterRoleBinding', `${word}-listers`, `ClusterRole ${word}-lister`, [
          subject(source, 'app'),
        ]),
        { at: ['subjects'], is: [subject(target, 'app')] },
      ),
    ),
    sharedBinding(place),
  ];
}

/** The target has its own of that name: the account is added to it. */
function sharedBinding({ word, source, target }: Place): Fixture {
  const shared = (...subjects: object[]): KubeObject =>
    binding('ClusterRoleBinding', `${word}-viewers`, 'ClusterRole view', subjects);
  const theirs = user('bob');
  const joined = arrives(shared(subject(source, 'app')), {
    ...{ at: ['subjects'], is: [theirs, subject(target, 'app')] },
  });
  return { ...clusterScoped(joined), onTarget: shared(theirs) };
}

function account(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
}

function role(kind: string, name: string): KubeObject {
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }];
  return { apiVersion: RBAC, kind, metadata: { name }, rules };
}

function binding(kind: string, name: string, to: string, subjects: object[]): KubeObject {
  const [roleKind = '', roleName = ''] = to.split(' ');
  const roleRef = { apiGroup: GROUP, kind: roleKind, name: roleName };
  return { apiVersion: RBAC, kind, metadata: { name }, roleRef, subjects };
}

/** Every way to name somebody. */
function subjectsOf(namespace: string, beside: string): object[] {
  return [
    user('alice'),
    group('devs'),
    subject(namespace, 'app'),
    subject(beside, 'guest'),
    subject('kube-system', 'default'),
    group(`system:serviceaccounts:${namespace}`),
    user(`system:serviceaccount:${namespace}:app`),
  ];
}

function subject(namespace: string, name: string): object {
  return { kind: 'ServiceAccount', name, namespace };
}

function user(name: string): object {
  return { apiGroup: GROUP, kind: 'User', name };
}

function group(name: string): object {
  return { apiGroup: GROUP, kind: 'Group', name };
}
