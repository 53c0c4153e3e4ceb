import { describe, expect, test } from '@jest/globals';
import type { AccessQuestion } from '../../clients/kube/cluster.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { requireRights, type Right } from './rights.ts';

const caller = { who: { username: 'alice', groups: [] }, namespace: 'openshift-migration' };
const create: Right = { verb: 'create', resource: 'migclusters' };
const secrets: Right = { verb: 'create', resource: 'secrets' };

describe('requiring rights', () => {
  test('asks RBAC in its own words, for the caller', async () => {
    const host = new FakeCluster();
    const asked: [AccessQuestion, string | undefined][] = [];
    host.allows = (question, who) => asked.push([question, who?.username]) > 0;
    await requireRights(host, caller, [
      { verb: 'get', resource: 'migplans', name: 'shop' },
      secrets,
    ]);
    const namespace = 'openshift-migration';
    const group = 'migration.openshift.io';
    expect(asked).toEqual([
      [{ group, resource: 'migplans', verb: 'get', namespace, name: 'shop' }, 'alice'],
      [{ group: '', resource: 'secrets', verb: 'create', namespace }, 'alice'],
    ]);
  });

  test.each([
    ['the only one', [create], [], 'may not create migclusters.migration.openshift.io in'],
    ['one of two', [create, secrets], ['migclusters'], 'alice may not create secrets in namespace'],
    [
      'both',
      [create, secrets],
      [],
      'create migclusters.migration.openshift.io, nor create secrets in',
    ],
  ])('names the missing right: %s', async (_, rights, granted, words) => {
    const host = new FakeCluster();
    host.allows = ({ resource }) => granted.includes(resource);
    await expect(requireRights(host, caller, rights)).rejects.toMatchObject({
      code: 'DRAY-6002',
      detail: expect.stringContaining(words) as unknown,
    });
  });
});
