import { describe, expect, it } from '@jest/globals';
import { migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { NAMESPACE } from '../kinds/group.ts';
import type { KubeObject } from '../kube-object.ts';
import { MigMigration } from '../kinds/mig-migration.ts';
import { MigPlan } from '../kinds/mig-plan.ts';
import type { Condition } from '../kinds/condition.ts';
import type { RecordedStep } from '../itinerary/record.ts';
import { admitRun } from './admit.ts';
import { dryRunOf } from './dry-run.ts';
import type { RunFacts } from './facts.ts';

const INPUT = { namespace: NAMESPACE, migration: 'run', uid: 'u-1', plan: 'shop' };

const VOLUMES = {
  persistentVolumes: [
    {
      capacity: '1Gi',
      selection: { action: 'copy', copyMethod: 'filesystem', verify: true },
      pvc: { namespace: 'shop', name: 'data' },
    },
  ],
};

function admit(run: object, plan: object = {}, conditions?: Condition[]) {
  return admitRun(
    INPUT,
    MigMigration.parse(stored(migMigration('run', { spec: run }))),
    MigPlan.parse(
      stored(migPlan('shop', { spec: plan, ...(conditions === undefined ? {} : { conditions }) })),
    ),
  );
}

function stored(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, uid: 'u-1' } };
}

describe('admitRun', () => {
  it('fixes what the run is about', () => {
    expect(admit({ quiescePods: true }, VOLUMES)).toMatchObject({
      admitted: true,
      facts: { quiesce: true, volumes: [{ namespace: 'shop', claim: 'data' }] },
    });
  });

  it('refuses a limit of the bandwidth that cannot be meant', () => {
    const annotations = { 'drayage.dev/bandwidth-limit': '20M' };
    const run = stored(migMigration('run', { spec: {} }));
    const limited = { ...run, metadata: { ...run.metadata, annotations } };
    expect(
      admitRun(INPUT, MigMigration.parse(limited), MigPlan.parse(stored(migPlan('shop')))),
    ).toMatchObject({
      admitted: false,
      conditions: [
        { type: 'InvalidSpec', message: expect.stringContaining('bandwidth-limit') as unknown },
      ],
    });
  });

  describe('of a plan that chooses objects', () => {
    const plan = { ...VOLUMES, includedResources: [{ kind: 'Secret', group: '' }] };
    const choice = { kinds: ['Secret'], selector: {} };

    it('moves these alone, and knows what was brought before', () => {
      const renamed = structuredClone(plan);
      renamed.persistentVolumes[0]!.pvc.name = 'data:store';

      const admission = admit({}, renamed);

      expect(admission).toMatchObject({
        admitted: true,
        facts: { volumes: [], brought: [{ claim: 'data', targetClaim: 'store' }], choice },
      });
      const { steps } = (admission as { itinerary: { steps: RecordedStep[] } }).itinerary;
      const copies = steps.filter(({ act }) => act === 'preCopyVolumes' || act === 'copyLastDelta');
      expect(copies.map(({ applies }) => applies)).toEqual([false, false]);
    });

    const state = { migrateState: true, quiescePods: true };

    it.each([{ stage: true }, state])('copies volumes as ever: %j', (run) => {
      const { facts } = admit(run, plan) as { facts: RunFacts };
      expect(facts).toMatchObject({ volumes: [{ claim: 'data' }], choice });
      expect(facts.brought).toBeUndefined();
    });

    it('does not stop the whole application', () => {
      expect(admit({ quiescePods: true }, plan)).toMatchObject({
        admitted: false,
        conditions: [{ type: 'NotSupported', message: expect.stringContaining('quiescePods') }],
      });
    });

    it('is dry-run as it would be run', () => {
      const parsed = MigPlan.parse(stored(migPlan('shop', { spec: plan })));
      expect(dryRunOf(parsed)).toMatchObject({ facts: { quiesce: false, volumes: [], choice } });
    });

    it.each([{}, { stage: true }, state])('is over when closed: %j', (run) => {
      expect(admit(run, { ...plan, closed: true })).toMatchObject({
        admitted: false,
        conditions: [{ type: 'PlanClosed', category: 'Critical' }],
      });
    });
  });

  it('fixes of what type it is', () => {
    const stage = admit({ stage: true }, VOLUMES);
    expect(stage).toMatchObject({
      admitted: true,
      facts: { type: 'stage', quiesce: false },
      itinerary: { name: 'Stage', total: 38 },
    });
    expect(admit({ quiescePods: true }, VOLUMES)).toMatchObject({
      ...{ facts: { type: 'cutover' }, itinerary: { name: 'Final', total: 49 } },
    });
  });

  const row = (phase: string) => ({
    reference: { name: 'stop', namespace: NAMESPACE },
    ...{ phase, executionNamespace: 'ops', serviceAccount: 'operator' },
  });
  const hooks = [row('PostRestore'), row('PreBackup'), row('PreBackup')];

  it('fixes which hooks a cutover runs, and at which phases', () => {
    const admission = admit({ quiescePods: true }, { hooks });

    expect(admission).toMatchObject({
      admitted: true,
      facts: {
        hooks: [
          {
            ...{ position: 0, phase: 'PostRestore', namespace: 'ops', serviceAccount: 'operator' },
            hook: { name: 'stop', namespace: NAMESPACE },
          },
          { position: 1, phase: 'PreBackup' },
          { position: 2, phase: 'PreBackup' },
        ],
      },
    });
    const { steps } = (admission as Extract<typeof admission, { admitted: true }>).itinerary;
    const applying = steps.filter(({ act, applies }) => act === 'runHooks' && applies);
    expect(applying.map(({ phase }) => phase)).toEqual(['PreBackupHooks', 'PostRestoreHooks']);
  });

  it.each([{ stage: true }, { rollback: true }, { migrateState: true }])(
    'runs none in other runs: %j',
    (run) => {
      const admission = admit(run, { hooks });

      expect(admission.admitted).toBe(true);
      expect(admission).not.toHaveProperty('facts.hooks');
    },
  );

  const renamed = {
    persistentVolumes: [
      { ...VOLUMES.persistentVolumes[0], pvc: { namespace: 'shop', name: 'data:new' } },
    ],
  };

  it('lets a state migration have claims of other names, in MTC’s list of phases', () => {
    expect(admit({ migrateState: true, quiescePods: true }, renamed)).toMatchObject({
      admitted: true,
      facts: { type: 'state', volumes: [{ claim: 'data', targetClaim: 'new' }] },
      itinerary: { name: 'Stage', total: 38 },
    });
  });

  it.each([{ stage: true }, { quiescePods: true }])('lets nobody else have them: %j', (run) => {
    expect(admit(run, renamed)).toMatchObject({
      admitted: false,
      conditions: [{ type: 'InvalidSpec', reason: 'NotSupported' }],
    });
  });

  it('refuses a run that is to be several, under MTC’s name, before all else', () => {
    expect(admit({ stage: true, rollback: true }, { hooks: [{}] })).toMatchObject({
      admitted: false,
      conditions: [{ type: 'InvalidSpec', reason: 'NotSupported' }],
    });
  });

  it.each<[string, object, object]>([
    ['spec.verify', { stage: true, verify: true }, {}],
    ['spec.migPlanRef.namespace', { migPlanRef: { name: 'shop', namespace: 'other' } }, {}],
    ['spec.indirectImageMigration', {}, { indirectImageMigration: true }],
    ['spec.persistentVolumes[0].selection.verify', { quiescePods: false }, VOLUMES],
  ])('refuses a run that would not do what %s asks for', (field, run, plan) => {
    expect(admit(run, plan)).toMatchObject({
      admitted: false,
      conditions: [{ type: 'NotSupported', message: expect.stringContaining(field) }],
    });
  });

  it('lets an application go back although it could not be moved', () => {
    const back = { rollback: true };
    expect(admit(back, VOLUMES, [])).toMatchObject({
      admitted: true,
      facts: { type: 'rollback', quiesce: false },
      itinerary: { name: 'Rollback', total: 11 },
    });
    expect(admit({}, {}, [])).toMatchObject({ conditions: [{ type: 'PlanNotReady' }] });
    expect(admit(back, { destMigClusterRef: undefined }, [])).toMatchObject({
      conditions: [{ type: 'PlanNotReady' }],
    });
    expect(admit(back, { closed: true })).toMatchObject({ conditions: [{ type: 'PlanClosed' }] });
  });
});
