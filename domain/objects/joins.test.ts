import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import { meet, withAdditions, withoutAdditions } from './joins.ts';

function object(apiVersion: string, kind: string, rest: object = {}, name = 'x'): KubeObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const binding = (rest: object) => object(RBAC, 'ClusterRoleBinding', rest);
const constraints = (rest: object) =>
  object('security.openshift.io/v1', 'SecurityContextConstraints', rest);
const account = (name: string, rest: object = {}) => object('v1', 'ServiceAccount', rest, name);

describe('meeting an object of somebody else', () => {
  it.each<[string, KubeObject, KubeObject, object]>([
    ['a Secret', object('v1', 'Secret'), object('v1', 'Secret'), { outcome: 'clash' }],
    ['a role', object(RBAC, 'ClusterRole'), object(RBAC, 'ClusterRole'), { outcome: 'use' }],
    ['a Role', object(RBAC, 'Role'), object(RBAC, 'Role'), { outcome: 'clash' }],
    [
      'a binding of others',
      binding({ subjects: [{ name: 'a' }] }),
      binding({ subjects: [{ name: 'b' }] }),
      { outcome: 'join', added: { subjects: [{ name: 'a' }] } },
    ],
    [
      'a binding that names ours too',
      binding({ subjects: [{ name: 'a', kind: 'User' }] }),
      binding({ subjects: [{ kind: 'User', name: 'a' }, { name: 'b' }] }),
      { outcome: 'use' },
    ],
    [
      'a binding to another role',
      binding({ roleRef: { name: 'a' }, subjects: [] }),
      binding({ roleRef: { name: 'b' }, subjects: [] }),
      { outcome: 'clash' },
    ],
    [
      'constraints',
      constraints({ users: ['a', 'b'], groups: ['c'] }),
      constraints({ users: ['b'], groups: null }),
      { outcome: 'join', added: { users: ['a'], groups: ['c'] } },
    ],
    [
      'the account that every namespace has',
      account('default', { imagePullSecrets: [{ name: 'mine' }] }),
      account('default', { imagePullSecrets: [{ name: 'made' }] }),
      { outcome: 'join', added: { imagePullSecrets: [{ name: 'mine' }] } },
    ],
    ['another account', account('web'), account('web'), { outcome: 'clash' }],
  ])('%s', (_, wanted, present, expected) => {
    expect(meet(wanted, present)).toMatchObject(expected);
  });

  const lists = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));

  it('adds what is missing at the end, and gives back what was there', () => {
    fc.assert(
      fc.property(lists, lists, (there, wanted) => {
        const present = constraints({ users: there });
        const meeting = meet(constraints({ users: wanted }), present);
        const added = meeting.outcome === 'join' ? meeting.added : {};

        const joined = withAdditions(present, added);

        expect(new Set(joined['users'] as string[])).toEqual(new Set([...there, ...wanted]));
        expect((joined['users'] as string[]).slice(0, there.length)).toEqual(there);
        expect(withAdditions(joined, added)).toEqual(joined);
        expect(withoutAdditions(joined, added) ?? joined).toEqual(present);
      }),
    );
  });
});
