import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { meet, withAdditions } from '../../objects/joins.ts';
import { arrives, contextWith, notesOn, S, skippedBy } from './context.ts';
import { live } from './objects.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const SCC = 'security.openshift.io/v1';

const user = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });
const group = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });
const account = (namespace: string, name = 'app') => ({ kind: 'ServiceAccount', name, namespace });

/** The object as an existing one takes it up. */
function joined(present: KubeObject, wanted: KubeObject): KubeObject {
  const meeting = meet(wanted, present);
  expect(meeting.outcome).toBe('join');
  return withAdditions(present, 'added' in meeting ? meeting.added : {});
}

describe('row 15: service accounts', () => {
  it('row 15: keep only the secrets that somebody gave them', () => {
    const found = live(
      'v1',
      'ServiceAccount',
      {
        name: 'app',
        annotations: {
          'openshift.io/internal-registry-pull-secret-ref': 'app-dockercfg-b',
          own: 'x',
        },
      },
      {
        imagePullSecrets: [{ name: 'app-dockercfg-b' }, { name: 'regcred' }],
        secrets: [{ name: 'app-token-a' }, { name: 'app-dockercfg-b' }, { name: 'mine' }],
      },
    );

    expect(arrives(found)).toMatchObject({
      imagePullSecrets: [{ name: 'regcred' }],
      secrets: [{ name: 'mine' }],
    });
    expect(arrives(found).metadata.annotations).toEqual({ own: 'x' });
  });

  it('keep what is of another account', () => {
    const secrets = [{ name: 'app2-dockercfg-b' }, { name: 'my-app-token-a' }];

    expect(arrives(live('v1', 'ServiceAccount', { name: 'app' }, { secrets }))['secrets']).toEqual(
      secrets,
    );
  });

  it('names the target’s secret of another account, or none', () => {
    const source = { accountSecrets: { 'shop/web-dockercfg-b': 'web' } };
    const names = ['default-dockercfg-b', 'web-dockercfg-b', 'mine'].map((name) => ({ name }));
    const found = live('v1', 'ServiceAccount', { name: 'app' }, { imagePullSecrets: names });

    expect(arrives(found, contextWith({ source }))['imagePullSecrets']).toEqual([
      { name: 'default-dockercfg-new' },
      { name: 'mine' },
    ]);
  });
});

describe('row 16: secrets', () => {
  const secret = (
    type: string,
    annotations: Record<string, string> = {},
    name = 'it',
    data: Record<string, string> = { key: 'eA==' },
  ) => live('v1', 'Secret', { annotations, name }, { data, type });

  const TOKEN = 'kubernetes.io/service-account-token';
  const NAMED = 'kubernetes.io/service-account.name';

  it.each([
    ['dockercfg of an account', secret('kubernetes.io/dockercfg', { [NAMED]: 'app' })],
    [
      'dockercfg of an account, since OpenShift 4.16',
      secret('kubernetes.io/dockercfg', {
        'openshift.io/internal-registry-auth-token.service-account': 'app',
      }),
    ],
    ['automatic token', secret(TOKEN, { [NAMED]: 'app' }, 'app-token-x7k2b')],
    [
      'automatic token of OpenShift',
      secret(TOKEN, {
        [NAMED]: 'app',
        'kubernetes.io/created-by': 'openshift.io/create-dockercfg-secrets',
      }),
    ],
    [
      'serving certificate, alpha',
      secret('kubernetes.io/tls', { 'service.alpha.openshift.io/originating-service-name': 'web' }),
    ],
    [
      'serving certificate, beta',
      secret('kubernetes.io/tls', { 'service.beta.openshift.io/originating-service-name': 'web' }),
    ],
  ])('row 16: %s stays', (_, found) => {
    expect(skippedBy(found)).toBe('cluster-secret');
  });

  // The row names token, ca.crt and the annotation. `namespace` and `service-ca.crt` are of the source as well, and
  // the target's controller sets them.
  it('row 16: a token that somebody asked for is kept, empty', () => {
    const data = { 'ca.crt': 'YQ==', extra: 'eA==', namespace: 'c2hvcA==', token: 'dA==' };
    const found = secret(
      TOKEN,
      { [NAMED]: 'ci', 'kubernetes.io/service-account.uid': 'u' },
      'ci',
      data,
    );

    expect(arrives(found)['data']).toEqual({ extra: 'eA==' });
    expect(arrives(found).metadata.annotations).toEqual({ [NAMED]: 'ci' });
  });

  it('a token is a person’s when its name only looks like an automatic one', () => {
    expect(skippedBy(secret(TOKEN, { [NAMED]: 'ci' }, 'ci-token-admin'))).toBeUndefined();
  });

  it.each([
    ['dockerconfigjson', secret('kubernetes.io/dockerconfigjson')],
    ['dockercfg of a person', secret('kubernetes.io/dockercfg')],
    ['Opaque', secret('Opaque')],
    ['certificate of a person', secret('kubernetes.io/tls')],
  ])('row 16: %s is kept', (_, found) => {
    expect(arrives(found)).toMatchObject({ data: found['data'], type: found['type'] });
    expect(notesOn(found)).toEqual([]);
  });
});

describe('credentials of a person', () => {
  it.each([
    [S, 1],
    ['quay.io', 0],
  ])('for %s are kept, with %d warnings', (host, count) => {
    const file = btoa(JSON.stringify({ auths: { [host]: { auth: 'geheim' } } }));
    const type = 'kubernetes.io/dockerconfigjson';
    const found = live('v1', 'Secret', {}, { data: { '.dockerconfigjson': file }, type });

    expect(arrives(found)['data']).toEqual(found['data']);
    expect(notesOn(found)).toHaveLength(count);
    expect(JSON.stringify(notesOn(found))).not.toContain('geheim');
  });
});

describe('row 17: role bindings', () => {
  it('row 17: rights follow accounts, and alice keeps hers', () => {
    const found = live(
      RBAC,
      'RoleBinding',
      {},
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [
          account('shop'),
          group('system:serviceaccounts:shop'),
          user('system:serviceaccount:shop:app'),
          user('alice'),
        ],
      },
    );

    expect(arrives(found)).toMatchObject({
      roleRef: found['roleRef'],
      subjects: [
        account('shop2'),
        group('system:serviceaccounts:shop2'),
        user('system:serviceaccount:shop2:app'),
        user('alice'),
      ],
    });
  });

  it.each(['system:image-pullers', 'system:image-builders', 'system:deployers'])(
    'row 17: %s stays',
    (name) => {
      expect(skippedBy(live(RBAC, 'RoleBinding', { name }))).toBe('system-binding');
    },
  );

  it.each(['RoleBinding', 'Role', 'ClusterRoleBinding', 'ClusterRole'])(
    'a %s of the old group stays: it is a view',
    (kind) => {
      expect(skippedBy(live('authorization.openshift.io/v1', kind, {}))).toBe('never-moved');
    },
  );

  // Section 1 has the whole group left out. This kind is no view, and without it a project would lose its limits.
  it('a RoleBindingRestriction arrives, with its namespaces', () => {
    const found = live(
      'authorization.openshift.io/v1',
      'RoleBindingRestriction',
      {},
      {
        spec: {
          serviceaccountrestriction: {
            namespaces: ['base', 'other'],
            serviceaccounts: [{ name: 'app', namespace: 'shop' }],
          },
        },
      },
    );

    expect(arrives(found)['spec']).toEqual({
      serviceaccountrestriction: {
        namespaces: ['base2', 'other'],
        serviceaccounts: [{ name: 'app', namespace: 'shop2' }],
      },
    });
  });
});

describe('row 18: cluster role bindings', () => {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };
  const found = live(
    RBAC,
    'ClusterRoleBinding',
    { namespace: undefined },
    {
      roleRef,
      subjects: [
        account('shop'),
        account('elsewhere'),
        user('alice'),
        group('system:serviceaccounts:base'),
      ],
    },
  );

  it('row 18: one that is there with others gets ours behind them', () => {
    const present: KubeObject = {
      apiVersion: RBAC,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'it', uid: 'there' },
      roleRef,
      subjects: [user('bob'), account('shop2'), account('old', 'x')],
    };

    expect(joined(present, arrives(found))).toEqual({
      ...present,
      subjects: [
        user('bob'),
        account('shop2'),
        account('old', 'x'),
        group('system:serviceaccounts:base2'),
      ],
    });
  });

  // The row has no word on one that is not there. As with constraints, only the accounts that move get the rights.
  it('one that is not there is made for ours alone, and says who is left out', () => {
    expect(arrives(found)).toMatchObject({
      roleRef,
      subjects: [account('shop2'), group('system:serviceaccounts:base2')],
    });
    expect(notesOn(found)).toMatchObject([
      { severity: 'change', text: expect.stringContaining('app, alice are not of the plan') },
    ]);
  });

  it('one for nobody of the plan stays', () => {
    const strange = { ...found, subjects: [user('alice')] };

    expect(skippedBy(strange)).toBe('binding-strangers');
    expect(skippedBy({ ...found, subjects: null })).toBe('binding-strangers');
  });

  it('goes through again unchanged', () => {
    const arrived = arrives(found);

    expect(arrives(arrived)).toEqual(arrived);
    expect(notesOn(arrived)).toEqual([]);
  });
});

describe('row 19: security context constraints', () => {
  const found = live(
    SCC,
    'SecurityContextConstraints',
    { namespace: undefined },
    {
      allowPrivilegedContainer: true,
      groups: ['system:serviceaccounts:shop'],
      priority: 10,
      users: ['system:serviceaccount:shop:app', 'system:serviceaccount:other:x'],
    },
  );

  it('row 19: absent, they are created with the entries of shop2 only', () => {
    expect(arrives(found)).toMatchObject({
      allowPrivilegedContainer: true,
      groups: ['system:serviceaccounts:shop2'],
      priority: 10,
      users: ['system:serviceaccount:shop2:app'],
    });
    expect(arrives(found)['users']).toHaveLength(1);
  });

  it('row 19: present, they are appended to, and their priority is untouched', () => {
    const present: KubeObject = {
      apiVersion: SCC,
      kind: 'SecurityContextConstraints',
      metadata: { name: 'it', uid: 'there' },
      groups: ['system:authenticated'],
      priority: 1,
      users: ['system:admin'],
    };

    expect(joined(present, arrives(found))).toEqual({
      ...present,
      groups: ['system:authenticated', 'system:serviceaccounts:shop2'],
      users: ['system:admin', 'system:serviceaccount:shop2:app'],
    });
  });

  it('those that name nobody of the plan stay', () => {
    const strange = { ...found, groups: ['system:authenticated'], users: null };

    expect(skippedBy(strange)).toBe('constraint-users');
  });
});
