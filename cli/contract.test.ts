import { API_VERSION, NAMESPACE } from '../domain/kinds/group.ts';
import { buildPages } from '../domain/report/pages.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { migMigration, migPlan, condition } from '../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../test/fakes/rest-api.ts';
import { type Dray, listenFor } from './testing/real-server.ts';

/** The program against the real server, over a cluster in memory: what one says, the other understands. */

let api: RestApi;
let dray: Dray;

beforeEach(async () => {
  api = createRestApi({ streamTimes: { coalesceMs: 1, heartbeatMs: 15_000 } });
  api.host.seed(migPlan('shop'), migMigration('first', { status: running() }));
  dray = await listenFor(api);
});
afterEach(() => api.server.close());

function running(): object {
  const message = 'Step: 14/31';
  return {
    phase: 'QuiesceApplications',
    startTimestamp: '2026-01-10T10:00:00Z',
    conditions: [condition({ type: 'Running', message })],
  };
}

function find(kind: string, name: string): KubeObject | undefined {
  return api.host.objects(kind).find(({ metadata }) => metadata.name === name);
}

test('a cluster is registered with its token in a Secret', async () => {
  const line = ['cluster', 'add', 'old', '--url', 'https://old.example:6443', '--token', 'abc'];
  expect(await dray(line)).toMatchObject({ code: 0 });
  expect(find('MigCluster', 'old')?.['spec']).toMatchObject({ url: 'https://old.example:6443' });
  expect(JSON.stringify(api.host.objects('Secret'))).toContain(btoa('abc'));
});

test('a repository is registered', async () => {
  const line = [
    'storage',
    'add',
    's3',
    '--bucket',
    'velero',
    '--access-key',
    'k',
    '--url',
    'http://s3',
  ];
  expect(await dray(line)).toMatchObject({ code: 0 });
  expect(find('MigStorage', 's3')).toBeDefined();
});

test('a plan is made, and a second one of that name is refused: 9', async () => {
  const line = ['plan', 'create', 'bank', '--source', 'source', '--target', 'host'];
  line.push('--storage', 'repository', '--namespace', 'bank', '--namespace', 'a:b');
  expect(await dray(line)).toMatchObject({ code: 0 });
  expect(find('MigPlan', 'bank')?.['spec']).toMatchObject({ namespaces: ['bank', 'a:b'] });
  expect(await dray(line)).toMatchObject({ code: 9 });
});

test('a wrong name is refused, with the field and what to give: 2', async () => {
  const line = ['plan', 'create', 'Bank!', '--source', 'source', '--target', 'host'];
  const { code, err } = await dray([...line, '--storage', 'repository', '--namespace', 'bank']);
  expect(code).toBe(2);
  expect(err).toContain('/name: give lower-case letters');
});

test('a cutover is started', async () => {
  const { code, out } = await dray([
    'cutover',
    'shop',
    '--name',
    'now',
    '--no-quiesce',
    '-o',
    'name',
  ]);
  expect([code, out]).toEqual([0, 'run/now\n']);
  expect(find('MigMigration', 'now')?.['spec']).toMatchObject({ quiescePods: false });
});

test('a run that waits is told what to do', async () => {
  const line = ['cutover', 'shop', '--name', 'now', '--hold', '-o', 'name'];
  expect(await dray(line)).toMatchObject({ code: 0 });
  const run = find('MigMigration', 'now');
  expect(run?.['spec']).toMatchObject({ onFailure: 'Hold' });
  const held = { number: 1, phase: 'PullTargetImages', since: '', until: '', skippable: true };
  const failure = { code: 'DRAY-2009', meaning: 'm', detail: 'd', hint: 'h' };
  const status = {
    conditions: [condition({ type: 'Held' })],
    drayage: { held: { ...held, failure } },
  };
  const key = { apiVersion: API_VERSION, kind: 'MigMigration', namespace: NAMESPACE, name: 'now' };
  await api.host.patch(key, { status });

  expect(await dray(['skip', 'now'])).toMatchObject({ code: 2 });
  const skipped = await dray(['skip', 'now', '--reason', 'they are there', '-o', 'name']);
  expect(skipped).toMatchObject({ code: 0, out: 'run/now\n' });
  expect(skipped.err).toContain('Leaving out PullTargetImages');
  expect(find('MigMigration', 'now')?.metadata.annotations?.['drayage.dev/decision']).toBe(
    '{"hold":1,"act":"skip","reason":"they are there"}',
  );
  expect(await dray(['retry', 'first'])).toMatchObject({ code: 9 });

  expect(await dray(['rollback', 'now', '-o', 'name'])).toMatchObject({ code: 0 });
  expect(find('MigMigration', 'now')?.metadata.annotations?.['drayage.dev/decision']).toBe(
    '{"hold":1,"act":"rollback"}',
  );
});

test('a dry run writes nothing', async () => {
  expect(await dray(['cutover', 'shop', '--name', 'now', '--dry-run'])).toMatchObject({ code: 0 });
  expect(find('MigMigration', 'now')).toBeUndefined();
});

test('a plan that is not ready is refused with its condition: 4', async () => {
  const message = 'old is gone';
  const missing = condition({ type: 'SourceClusterNotReady', category: 'Critical', message });
  api.host.seed(migPlan('bank', { conditions: [missing] }));
  const { code, err } = await dray(['cutover', 'bank']);
  expect(code).toBe(4);
  expect(err).toContain('SourceClusterNotReady: old is gone');
});

test('a run is followed to its end', async () => {
  const succeed = (): void => {
    const ended = condition({ type: 'Succeeded', lastTransitionTime: '2026-01-10T10:02:00Z' });
    const key = {
      apiVersion: API_VERSION,
      kind: 'MigMigration',
      name: 'first',
      namespace: NAMESPACE,
    };
    const status = { ...running(), phase: 'Completed', conditions: [ended] };
    void api.host.patch(key, { status });
  };
  let first = true;
  const { code, out } = await dray(['status', 'first', '--watch'], {
    onWrite: () => {
      if (first) setImmediate(succeed);
      first = false;
    },
  });
  expect(code).toBe(0);
  expect(out).toContain('phase QuiesceApplications (step 14/31)');
  expect(out).toContain('succeeded · 2m 00s');
});

test('a plan is checked: what was asked for is answered by the report that names it', async () => {
  const answer = (): void => {
    const plan = find('MigPlan', 'shop');
    const { name, uid = '', annotations } = plan!.metadata;
    const request = annotations?.['drayage.dev/dry-run-requested'] ?? '';
    const owner = { kind: 'MigPlan', namespace: NAMESPACE, name, uid } as const;
    const report = { at: request, request, objects: [], findings: [] };
    api.host.seed(...buildPages(owner, report));
  };
  api.host.before = (method, key) => {
    if (method === 'list' && key?.kind === 'ConfigMap') setImmediate(answer);
  };
  const { code, out } = await dray(['plan', 'check', 'shop']);
  expect([code, out]).toEqual([0, expect.stringMatching(/^shop at .*: 0 objects/)]);
});

test('a run is canceled', async () => {
  expect(await dray(['cancel', '@latest'])).toMatchObject({ code: 0 });
  expect(find('MigMigration', 'first')?.['spec']).toMatchObject({ canceled: true });
});

test.each([
  [['plan', 'list'], /shop +yes +source +host/],
  [['cluster', 'list'], /source +yes/],
  [['storage', 'list'], /repository +yes +aws +velero/],
  [['runs', '--plan', 'shop'], /first +shop +cutover +running +14\/31/],
  [['plan', 'show', 'shop'], /shop +yes/],
])('%j is understood', async (args, expected) => {
  const { code, out } = await dray(args);
  expect(code).toBe(0);
  expect(out).toMatch(expected);
});

test.each([
  [['plan', 'show', 'none'], 8],
  [['plan', 'check', 'none'], 8],
  [['report', 'first'], 8],
  [['status', 'none'], 8],
  [['runs', '--plan', 'none'], 8],
])('%j is not found', async (args, expected) => {
  expect(await dray(args)).toMatchObject({ code: expected });
});

test('a stolen token: 7', async () => {
  expect(await dray(['runs'], { token: 'stolen' })).toMatchObject({ code: 7 });
});

test('a right that is missing: 7, and it is named', async () => {
  api.host.allows = () => false;
  const { code, err } = await dray(['runs']);
  expect(code).toBe(7);
  expect(err).toContain('alice may not list migmigrations');
});
