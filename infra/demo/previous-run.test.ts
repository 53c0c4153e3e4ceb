import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Dray } from './dray.ts';
import { removePreviousApplication, removePreviousPlan } from './previous-run.ts';

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

describe('removePreviousPlan', () => {
  it('cancels what runs, and removes the runs of this plan only', async () => {
    const host = new FakeCluster();
    const { dray, shown } = recordingDray(() => host.seed(run('now', 'shop', 'Canceled')));
    host.seed(run('old', 'shop', 'Succeeded'), run('now', 'shop', 'Running'), run('x', 'other'));

    await removePreviousPlan(host, 'shop', { ...patience, dray });

    expect(shown).toEqual(['cancel now --wait --timeout 3m']);
    expect(host.objects('MigMigration').map(({ metadata }) => metadata.name)).toEqual(['x']);
  });

  it('does not build upon a run that goes on', async () => {
    const host = new FakeCluster();
    host.seed(run('stuck', 'shop', 'Running'));

    const removal = removePreviousPlan(host, 'shop', { ...patience, dray: recordingDray().dray });

    await expect(removal).rejects.toThrow('The run stuck of an earlier demo does not end');
    expect(host.objects('MigMigration')).toHaveLength(1);
  });

  it('is content when there is nothing', async () => {
    const { dray, shown } = recordingDray();

    await removePreviousPlan(new FakeCluster(), 'shop', { ...patience, dray });

    expect(shown).toEqual([]);
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
