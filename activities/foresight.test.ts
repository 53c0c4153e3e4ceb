import { beforeEach, expect, it } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { fakePorts, inActivity } from '../test/builders/fake-ports.ts';
import { runFacts } from '../test/builders/run-facts.ts';
import { inShop } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { createForesightActivities } from './foresight.ts';
import type { Ports } from './ports.ts';

const FACTS = runFacts({
  type: 'stage',
  namespaces: [{ source: 'shop', target: 'shop' }],
  quiesce: false,
});

let source: FakeCluster;
let target: FakeCluster;
let ports: Ports;

beforeEach(() => {
  [source, target] = ['source', 'target'].map((name) => new FakeCluster({ name })) as [
    FakeCluster,
    FakeCluster,
  ];
  for (const cluster of [source, target]) {
    cluster.kinds.set('v1', ['ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Pod', 'Secret']);
    cluster.kinds.set('batch/v1', ['CronJob', 'Job']);
    cluster.kinds.set('apps/v1', ['Deployment', 'StatefulSet']);
  }
  source.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  ports = fakePorts({ source, target });
});

function foresee(): Promise<ConditionDraft[]> {
  const act = () => createForesightActivities(ports).foreseeCutover(FACTS);
  return inActivity(act);
}

it('says nothing of an application that can be moved', async () => {
  source.seed(inShop('v1', 'Secret', 'keys'));

  expect(await foresee()).toEqual([]);
});

it('names all that would stop a cutover, in one warning', async () => {
  source.seed(
    inShop('v1', 'Secret', 'keys'),
    inShop('v1', 'Pod', 'load', { status: { phase: 'Running' } }),
  );
  target.seed(inShop('v1', 'Secret', 'keys'));

  const [found, ...more] = await foresee();

  expect(more).toEqual([]);
  expect(found).toMatchObject({ type: 'CutoverObstructed', category: 'Warn' });
  expect(found?.message).toMatch(/Pod shop\/load.*Secret shop\/keys/);
});

it('takes a look that is refused for what it says of the cutover, and tries again what may pass', async () => {
  source.before = (method, key) => {
    if (method === 'list' && key?.kind === 'Job')
      throw failure('DRAY-1005', { detail: 'list jobs' });
  };
  expect(await foresee()).toMatchObject([{ message: expect.stringContaining('DRAY-1005') }]);

  source.before = (method) => {
    if (method === 'list') throw failure('DRAY-1002', { detail: 'no route' });
  };
  await expect(foresee()).rejects.toMatchObject({ code: 'DRAY-1002' });
});
