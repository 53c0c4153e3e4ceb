import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { condition, migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';
import type { RunView } from './views/run.ts';

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
  api.host.seed(migPlan('shop'));
});

afterEach(() => api.server.close());

function migrations(): KubeObject[] {
  return api.host.objects('MigMigration');
}

describe('cancelling a run', () => {
  test('asks for it, once or twice', async () => {
    api.host.seed(migMigration('night', { spec: { quiescePods: true } }));
    for (const time of ['first', 'second']) {
      const headers = { 'content-type': 'application/json' };
      const answer = await api.call('POST', '/runs/night/cancel', { headers });
      expect({ time, ...answer }).toMatchObject({
        time,
        status: 202,
        body: { name: 'night', quiesce: true },
      });
      expect(answer.headers['location']).toBe('/api/v1/runs/night');
    }
    expect(migrations()).toMatchObject([{ spec: { canceled: true, quiescePods: true } }]);
  });

  test.each(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled'])(
    'comes too late after %s',
    async (type) => {
      const status = { conditions: [condition({ type })] };
      api.host.seed(migMigration('night', { status }));
      const answer = await api.call('POST', '/runs/night/cancel');
      expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-2006' } });
      expect(migrations()[0]?.['spec']).not.toHaveProperty('canceled');
    },
  );
});

describe('lists', () => {
  test('runs are the newest first, of one plan or of all', async () => {
    const at = (name: string, creationTimestamp: string, plan: string): KubeObject => {
      const run = migMigration(name, { spec: { migPlanRef: { name: plan } } });
      return { ...run, metadata: { ...run.metadata, creationTimestamp } };
    };
    api.host.seed(
      at('one', '2026-11-01T00:00:00Z', 'shop'),
      at('three', '2026-11-03T00:00:00Z', 'shop'),
      at('two', '2026-11-02T00:00:00Z', 'cart'),
    );
    const names = async (path: string): Promise<string[]> => {
      const { body } = await api.call('GET', path);
      return (body as { items: RunView[] }).items.map(({ name }) => name);
    };
    expect(await names('/runs')).toEqual(['three', 'two', 'one']);
    expect(await names('/plans/shop/runs')).toEqual(['three', 'one']);
    expect(await api.call('GET', '/plans/shop')).toMatchObject({
      body: { lastRun: { name: 'three', type: 'cutover', state: 'pending' } },
    });
  });

  test('clusters, repositories and plans are sorted by name', async () => {
    api.host.seed(migPlan('cart'));
    for (const [path, names] of [
      ['/clusters', ['host', 'source']],
      ['/repositories', ['repository']],
      ['/plans', ['cart', 'shop']],
    ] as const) {
      const { body } = await api.call('GET', path);
      expect((body as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(names);
    }
  });
});
