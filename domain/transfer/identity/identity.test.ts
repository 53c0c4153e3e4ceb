import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { judgeTried } from './answers.ts';
import { applicationUser } from './application-user.ts';
import { groupRangeOf, isWithin, userRangeOf } from './id-range.ts';
import { BOTH_ROOT, ROOT, type TransferIdentity } from './identity.ts';
import { recordAnnotation, recordedIdentities } from './record.ts';

const user: TransferIdentity = { mode: 'restricted', uid: 1000, gid: 1000, groups: [5] };

describe('userRangeOf', () => {
  it.each([
    ['1000650000/10000', { first: 1_000_650_000, last: 1_000_659_999 }],
    ['1000650000-1000659999', { first: 1_000_650_000, last: 1_000_659_999 }],
    [' 5/1 ', { first: 5, last: 5 }],
    ['5/0', undefined],
    ['9-5', undefined],
    ['many', undefined],
    [undefined, undefined],
  ])('%s', (text, expected) => {
    const annotations: Record<string, string> =
      text === undefined ? {} : { 'openshift.io/sa.scc.uid-range': text };
    expect(userRangeOf(namespace(annotations))).toEqual(expected);
  });

  it('takes the first of several groups', () => {
    const annotations = { 'openshift.io/sa.scc.supplemental-groups': '7/3,100/5' };
    const range = groupRangeOf(namespace(annotations));
    expect(range).toEqual({ first: 7, last: 9 });
    expect([6, 7, 9, 10].map((id) => isWithin(range!, id))).toEqual([false, true, true, false]);
    expect(groupRangeOf(undefined)).toBeUndefined();
  });
});

function namespace(annotations: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations } };
}

describe('applicationUser', () => {
  it.each<[string, object, object, object]>([
    [
      'the container before the pod',
      { runAsUser: 1 },
      { runAsUser: 2, runAsGroup: 3 },
      { uid: 1, gid: 3 },
    ],
    ['the pod', {}, { runAsUser: 2 }, { uid: 2, gid: 8 }],
    ['what the kubelet saw', {}, {}, { uid: 7, gid: 8 }],
    [
      'the groups of the volume',
      {},
      { fsGroup: 4, supplementalGroups: [5, 6] },
      { uid: 7, gid: 8, groups: [4, 5, 6] },
    ],
  ])('is told by %s', (_, container, pod, expected) => {
    expect(applicationUser('data', [runningPod(container, pod)])).toEqual({
      groups: [],
      ...expected,
    });
  });

  it('is not known of another claim', () => {
    expect(applicationUser('other', [runningPod({}, {})])).toBeUndefined();
  });
});

/** Its first container does not mount the volume. */
function runningPod(container: object, pod: object): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', namespace: 'shop' },
    spec: {
      securityContext: pod,
      containers: [
        { name: 'proxy', securityContext: { runAsUser: 99 } },
        { name: 'main', securityContext: container, volumeMounts: [{ name: 'v' }] },
      ],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'proxy', user: { linux: { uid: 99, gid: 99 } } },
        { name: 'main', user: { linux: { uid: 7, gid: 8 } } },
      ],
    },
  };
}

describe('judgeTried', () => {
  const psa = 'violates PodSecurity "restricted:latest": runAsNonRoot != true';

  it('takes whoever is admitted', () => {
    const tried = [
      { identity: ROOT, answer: { refused: psa } },
      { identity: user, answer: 'admitted' as const },
    ];
    expect(judgeTried(tried, 0)).toEqual({ identity: user });
  });

  it.each([
    psa,
    'unable to validate against any security context constraint: [provider restricted-v2: .spec.securityContext.runAsUser: 0]',
    'admission webhook "validate.kyverno.svc" denied the request: run-as-non-root',
  ])('goes on behind: %s', (refused) => {
    expect(judgeTried([{ identity: ROOT, answer: { refused } }], 1)).toBe('next');
  });

  it('says why of all, when nobody is', () => {
    const refused = [ROOT, user].map((identity) => ({ identity, answer: { refused: psa } }));
    expect(judgeTried(refused, 0)).toEqual({
      code: 'DRAY-3041',
      detail: `as root: ${psa}; as uid 1000 (restricted): ${psa}`,
    });
  });

  it.each([
    'exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3',
    'failed quota: small: must specify limits.cpu for: rsync',
    'maximum memory usage per Pod is 16Mi, but limit is 64Mi',
    'minimum cpu usage per Container is 1, but request is 50m',
  ])('does not ask another user about: %s', (refused) => {
    expect(judgeTried([{ identity: ROOT, answer: { refused } }], 2)).toEqual({
      code: 'DRAY-3042',
      detail: refused,
    });
  });
});

describe('a record of identities', () => {
  it('is read back', () => {
    const identities = { sender: user, receiver: { ...user, mode: 'ranged', uid: 7 } as const };
    const annotations = recordAnnotation(identities);
    expect(recordedIdentities({ ...namespace(annotations), kind: 'Secret' })).toEqual(identities);
  });

  it('is root in a Secret of an older version', () => {
    expect(recordedIdentities({ ...namespace({}), kind: 'Secret' })).toEqual(BOTH_ROOT);
  });
});
