import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { activePodsOf, isStoppedForGood, withDescendants } from './still-running.ts';

function object(kind: string, uid: string, owner?: string, status?: object): KubeObject {
  const owners =
    owner === undefined ? [] : [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: owner }];
  const metadata = { name: uid, namespace: 'shop', uid, ownerReferences: owners };
  return { apiVersion: 'v1', kind, metadata, ...(status === undefined ? {} : { status }) };
}

describe('a workload is stopped for good', () => {
  const deletionTimestamp = '2026-11-23T10:00:00Z';
  it.each<[string, object, boolean]>([
    ['before its deletion', {}, false],
    ['while its pods end', { deletionTimestamp, finalizers: ['foregroundDeletion'] }, false],
    [
      'while pods end and somebody holds it',
      { deletionTimestamp, finalizers: ['a/b', 'foregroundDeletion'] },
      false,
    ],
    ['when only somebody holds it', { deletionTimestamp, finalizers: ['a/b'] }, true],
  ])('%s: %j is %s', (_when, metadata, stopped) => {
    const workload = object('Deployment', 'd');
    const found = { ...workload, metadata: { ...workload.metadata, ...metadata } };

    expect(isStoppedForGood(found)).toBe(stopped);
  });
});

describe('pods of workloads', () => {
  const between = [
    object('ReplicaSet', 'rs', 'd'),
    object('Job', 'j', 'cj'),
    object('ReplicaSet', 'foreign', 'f'),
  ];

  it('are found through what stands between, and finished ones do not count', () => {
    const uids = withDescendants(new Set(['d', 'cj', 'bare']), between);
    const pods = [
      object('Pod', 'web', 'rs', { phase: 'Running' }),
      object('Pod', 'job', 'j', { phase: 'Pending' }),
      object('Pod', 'bare', undefined, { phase: 'Running' }),
      object('Pod', 'done', 'j', { phase: 'Succeeded' }),
      object('Pod', 'theirs', 'foreign', { phase: 'Running' }),
      object('Pod', 'alone', undefined, { phase: 'Running' }),
    ];

    expect([...uids].sort()).toEqual(['bare', 'cj', 'd', 'j', 'rs']);
    expect(activePodsOf(uids, pods).map(({ metadata }) => metadata.name)).toEqual([
      'web',
      'job',
      'bare',
    ]);
  });
});
