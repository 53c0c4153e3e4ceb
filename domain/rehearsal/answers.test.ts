import { describe, expect, it, test } from '@jest/globals';
import { failure } from '../failures/failure.ts';
import type { FailureCode } from '../failures/table.ts';
import type { KubeObject } from '../kube-object.ts';
import { sortAnswer, webhookFindings } from './answers.ts';
import { answerFindings } from './findings.ts';

function object(kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'store' }, ...rest };
}

const COMING = [
  object('ServiceAccount', 'app'),
  object('Role', 'reader'),
  object('PriorityClass', 'high'),
  object('NetworkPolicy', 'wall'),
];

const sort = (code: FailureCode, detail: string) => sortAnswer(failure(code, { detail }), COMING);

test.each<[string, FailureCode, string]>([
  [
    'an account comes along',
    'DRAY-1005',
    'pods "web-rehearsal" is forbidden: error looking up service account store/app: serviceaccount "app" not found',
  ],
  ['a role comes along', 'DRAY-1007', 'roles.rbac.authorization.k8s.io "reader" not found'],
  [
    'a class comes along',
    'DRAY-1005',
    'pods "web-rehearsal" is forbidden: no PriorityClass with name high was found',
  ],
  ['a plural is no plain one', 'DRAY-1007', 'networkpolicies.networking.k8s.io "wall" not found'],
  ['it is there', 'DRAY-1011', 'configmaps "settings" already exists'],
  ['its kind comes along, or is refused elsewhere', 'DRAY-1010', 'Widget of x/v1 is not served'],
])('is no refusal when %s', (_why, code, detail) => {
  expect(sort(code, detail)).toEqual({ verdict: 'fine' });
});

test.each<[string, FailureCode, string, string, RegExp]>([
  [
    'another account is missing',
    'DRAY-1005',
    'pods "w" is forbidden: error looking up service account store/x: serviceaccount "x" not found',
    'error looking up service account store/x: serviceaccount "x" not found',
    /source/,
  ],
  [
    'something else of that name is missing',
    'DRAY-1007',
    'secrets "app" not found',
    'secrets "app" not found',
    /source/,
  ],
  [
    'one of two does not come',
    'DRAY-1007',
    'roles "reader" not found, roles "other" not found',
    'roles "reader" not found, roles "other" not found',
    /source/,
  ],
  [
    'PodSecurity speaks',
    'DRAY-1005',
    'pods "w" is forbidden: violates PodSecurity "restricted:latest": privileged (container "main")',
    'violates PodSecurity "restricted:latest": privileged (container "main")',
    /enforce/,
  ],
  [
    'a policy speaks',
    'DRAY-1009',
    `configmaps "s" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`,
    `ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`,
    /policy/,
  ],
  [
    'a webhook speaks',
    'DRAY-1009',
    'admission webhook "w.io" denied the request: no',
    'admission webhook "w.io" denied the request: no',
    /webhook/,
  ],
  [
    'a field is wrong',
    'DRAY-1009',
    'Deployment.apps "web" is invalid: spec.x: Required value',
    'spec.x: Required value',
    /source/,
  ],
  [
    'a quota is used up',
    'DRAY-1009',
    'secrets "s" is forbidden: exceeded quota: q, requested: secrets=1',
    'exceeded quota: q, requested: secrets=1',
    /quota/,
  ],
  [
    'a limit is too low',
    'DRAY-1005',
    'pods "w" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    'maximum cpu usage per Container is 1, but limit is 2',
    /LimitRange/,
  ],
  [
    'a right is missing',
    'DRAY-1005',
    'secrets is forbidden: User "u" cannot create resource "secrets" in API group ""',
    'secrets is forbidden: User "u" cannot create resource "secrets" in API group ""',
    /right/,
  ],
  [
    'a node port is taken',
    'DRAY-1009',
    'Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated',
    'spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated',
    /free it/,
  ],
])('is a refusal when %s', (_why, ...[code, detail, text, advice]) => {
  expect(sort(code, detail)).toEqual({
    ...{ verdict: 'refused', text },
    advice: expect.stringMatching(advice),
  });
});

test.each<[string, FailureCode, string, string | undefined]>([
  ['busy', 'DRAY-1006', 'the server is currently unable', undefined],
  ['changed', 'DRAY-1008', 'Operation cannot be fulfilled on resourcequotas "q"', undefined],
  ['silent', 'DRAY-1006', 'failed calling webhook "w.io": connection refused', 'w.io'],
  ['a moment young', 'DRAY-1005', 'looking up: serviceaccount "default" not found', undefined],
])('asks again what is %s', (_why, code, detail, webhook) => {
  expect(sort(code, detail)).toMatchObject({ verdict: 'again', webhook, error: { code } });
});

test('knows a webhook that takes no part in rehearsals', () => {
  const detail = 'admission webhook "w.io" does not support dry run';
  expect(sort('DRAY-1009', detail)).toEqual({ verdict: 'unheard', webhook: 'w.io' });
});

test.each<FailureCode>(['DRAY-1003', 'DRAY-1004'])('%s is about nobody’s object', (code) => {
  expect(() => sort(code, 'no')).toThrow(code);
});

describe('what is told', () => {
  const denied = { verdict: 'refused', text: 'no', advice: 'do' } as const;
  const web = (replicas: number): KubeObject => ({
    ...object('Deployment', 'web', { spec: { replicas } }),
    apiVersion: 'apps/v1',
  });

  it.each([
    [web(2), true, 'refusal', 'its pods would be refused: no'],
    [web(0), true, 'warning', 'its pods would be refused: no'],
    [web(0), false, 'refusal', 'no'],
    [object('Pod', 'web'), true, 'refusal', 'no'],
  ])('names %j', (about, ofPod, severity, text) => {
    expect(answerFindings([{ about, ofPod, answer: denied }], [])).toEqual([
      { object: `${about.kind} store/web`, severity, text, advice: 'do' },
    ]);
  });

  it('leaves to the quota what the quota has said', () => {
    const over = (quota: string) => ({ ...denied, text: `exceeded quota: ${quota}, requested: x` });
    const told = ['small', 'other'].map((quota) => ({
      ...{ about: web(1), ofPod: true, answer: over(quota) },
    }));
    const known = {
      object: 'ResourceQuota store/small',
      severity: 'refusal',
      text: '',
      advice: '',
    };

    expect(answerFindings(told, [known as never])).toMatchObject([
      { text: expect.stringContaining('quota: other') },
    ]);
  });

  it('counts what there was no time for', () => {
    const told = [1, 2, 3].map((replicas) => ({
      ...{ about: web(replicas), ofPod: false, answer: undefined },
    }));
    expect(answerFindings(told, [])).toMatchObject([
      {
        object: 'Deployment store/web',
        severity: 'warning',
        text: expect.stringMatching(/2 others/),
      },
    ]);
  });

  it('names each webhook once', () => {
    const error = failure('DRAY-1006', { detail: 'failed calling webhook "a": refused' });
    const silent = { verdict: 'again', webhook: 'a', error } as const;
    const deaf = { verdict: 'unheard', webhook: 'b' } as const;
    expect(webhookFindings([silent, silent, deaf, deaf, { verdict: 'fine' }])).toMatchObject([
      { object: 'webhook a', severity: 'refusal' },
      { object: 'webhook b', severity: 'warning', text: expect.stringContaining('2 objects') },
    ]);
  });
});
