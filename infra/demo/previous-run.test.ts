import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Dray } from './dray.ts';
import {
  cancelPreviousRuns,
  removePreviousApplication,
  removePreviousPlan,
} from './previous-run.ts';

const patience = { signal: new AbortController().signal, limitMs: 0 };

function run(name: string, plan: string, condition?: string): KubeObject {
  return {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'MigMigration',
    metadata: { name, namespace: 'openshift-migration' },
    spec: { migPlanRef: { name: plan, namespace: 'openshift-migration' } },
    status: {
      conditions: condition === undefined ? [] : [{ type: condition, status: 'True' }],
    },
  };
}

function plan(name: string): KubeObject {
  return {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'MigPlan',
    metadata: { name, namespace: 'openshift-migration' },
  };
}

function namespace(labels: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
}

function recordingDray(act: () => void = () => undefined): { dray: Dray; shown: string[] } {
  const shown: string[] = [];
  const record = (args: string[]): Promise<number> => {
    shown.push(args.join(' '));
    act();
    return Promise.resolve(0);
  };
  const dray: Dray = {
    show: record,
    must: async (args) => {
      await record(args);
    },
    mention: () => undefined,
    read: () => Promise.reject(new Error('nothing is read')),
  };
  return { dray, shown };
}

describe('cancelPreviousRuns', () => {
  it('cancels what runs of this plan, and waits for it', async () => {
    const host = new FakeCluster();
    const { dray, shown } = recordingDray(() => host.seed(run('now', 'shop', 'Canceled')));
    host.seed(run('old', 'shop', 'Succeeded'), run('now', 'shop', 'Running'), run('x', 'other'));

    await cancelPreviousRuns(host, 'shop', dray);

    expect(shown).toEqual(['cancel now --wait --timeout 3m']);
  });

  it('does not build upon a run that goes on', async () => {
    const host = new FakeCluster();
    host.seed(run('stuck', 'shop', 'Running'));

    await expect(cancelPreviousRuns(host, 'shop', recordingDray().dray)).rejects.toThrow(
      'The run stuck of an earlier demo does not end',
    );
  });
});

describe('removePreviousPlan', () => {
  it("removes the plan and its runs, and nobody else's", async () => {
    const host = new FakeCluster();
    host.seed(plan('shop'), plan('other'));
    host.seed(run('old', 'shop', 'Succeeded'), run('x', 'other', 'Succeeded'));

    await removePreviousPlan(host, 'shop', patience);

    const left = [...host.objects('MigPlan'), ...host.objects('MigMigration')];
    expect(left.map(({ metadata }) => metadata.name)).toEqual(['other', 'x']);
  });

  it('is content when there is nothing', async () => {
    await expect(removePreviousPlan(new FakeCluster(), 'shop', patience)).resolves.toBeUndefined();
  });
});

describe('removePreviousApplication', () => {
  function site(cluster: FakeCluster) {
    return { name: 'source' as const, cluster, kubeconfig: '', nodeAddress: '' };
  }

  it.each([
    ['of the demo', { 'app.kubernetes.io/part-of': 'drayage-demo' }],
    ['that a run brought', { 'migration.openshift.io/migrated-by-migplan': 'uid' }],
  ])('removes a namespace %s', async (_, labels) => {
    const cluster = new FakeCluster();
    cluster.seed(namespace(labels));

    await removePreviousApplication([site(cluster)], 'shop', { ...patience, isSandbox: false });

    expect(cluster.objects('Namespace')).toEqual([]);
  });

  it("leaves somebody else's namespace alone and says so", async () => {
    const cluster = new FakeCluster();
    cluster.seed(namespace({ team: 'sales' }));

    const removal = removePreviousApplication([site(cluster)], 'shop', {
      ...patience,
      isSandbox: false,
    });

    await expect(removal).rejects.toThrow("is not the demo's");
    expect(cluster.objects('Namespace')).toHaveLength(1);
  });
});
