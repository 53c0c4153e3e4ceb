import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Engine } from '../../clients/temporal/engine.ts';
import type { ScheduleEngine } from '../../clients/temporal/schedules.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunInput } from '../../domain/run/facts.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { startController } from './controller.ts';

const NAMESPACE = 'openshift-migration';

/** Notes what is asked, and answers as Temporal would: one run of a plan at a time. */
class NotingEngine implements Engine {
  readonly asked: string[] = [];
  readonly running = new Map<string, string>();
  readonly #ended = Promise.withResolvers<undefined>();

  /** The workflow of the run in progress closes; its status has said so before. */
  end(): void {
    this.running.clear();
    this.#ended.resolve(undefined);
  }

  planFree(): Promise<void> {
    return this.#ended.promise;
  }

  startRun(input: RunInput): Promise<'started' | 'running' | 'busy'> {
    const holder = this.running.get(input.plan);
    if (holder === input.uid) return Promise.resolve('running');
    this.asked.push(`${holder === undefined ? 'start' : 'busy'} ${input.migration}`);
    if (holder !== undefined) return Promise.resolve('busy');
    this.running.set(input.plan, input.uid);
    return Promise.resolve('started');
  }

  startLater({ migration }: RunInput, startAt: string): Promise<void> {
    this.asked.push(`start ${migration} at ${startAt}`);
    return Promise.resolve();
  }

  cancelRun(input: RunInput): Promise<boolean> {
    this.asked.push(`cancel ${input.migration}`);
    return Promise.resolve(this.running.get(input.plan) === input.uid);
  }

  decide(input: RunInput, { act }: { act: string }): Promise<undefined> {
    this.asked.push(`${act} ${input.migration}`);
    return Promise.resolve(undefined);
  }

  check(kind: string, { name }: { name: string }): Promise<void> {
    this.asked.push(`check ${kind} ${name}`);
    return Promise.resolve();
  }

  checkAnew(kind: string, { name }: { name: string }): Promise<void> {
    this.asked.push(`check anew ${kind} ${name}`);
    return Promise.resolve();
  }

  dryRun({ name }: { name: string }): Promise<void> {
    this.asked.push(`dry run ${name}`);
    return Promise.resolve();
  }

  report(kind: string, { name }: { name: string }, conditions: { type: string }[]): Promise<void> {
    this.asked.push(`report ${kind} ${name} ${conditions.map(({ type }) => type).join()}`);
    return Promise.resolve();
  }

  readonly copies = { start: () => Promise.resolve(), cancel: () => Promise.resolve() };

  readonly schedules: ScheduleEngine = {
    apply: ({ name, suspended }) => {
      this.asked.push(`schedule ${name}${suspended ? ', suspended' : ''}`);
      return Promise.resolve(undefined);
    },
    remove: ({ name }) => {
      this.asked.push(`unschedule ${name}`);
      return Promise.resolve();
    },
    look: () => Promise.resolve({ paused: false, note: '', nextRun: '2026-12-01T00:00:00.000Z' }),
    names: () => Promise.resolve(this.scheduled),
  };
  /** Names that Temporal has schedules of. */
  scheduled: string[] = [];

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function object(kind: string, name: string, spec: unknown): KubeObject {
  const apiVersion = 'migration.openshift.io/v1alpha1';
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, generation: 1 }, spec };
}

function migration(name: string, spec: Record<string, unknown> = {}): KubeObject {
  return object('MigMigration', name, { migPlanRef: { name: 'shop' }, stage: false, ...spec });
}

async function withController(
  act: (host: FakeCluster, engine: NotingEngine) => Promise<void>,
  ...present: KubeObject[]
): Promise<string[]> {
  const host = new FakeCluster();
  host.seed(...present);
  const engine = new NotingEngine();
  const logger = pino({ level: 'silent' });
  const controller = await startController({ host, engine, namespace: NAMESPACE, logger });
  await act(host, engine);
  await settled();
  await controller.stop();
  return engine.asked;
}

/** Events and the queue run in microtasks; one turn of the loop lets them all pass. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the controller', () => {
  it('starts a run once, however often it is told of it', async () => {
    const asked = await withController(async (host) => {
      const stored = await host.create(migration('m1'));
      await settled();
      await host.patch(keyOf(stored.metadata.name), {
        status: { phase: 'Started' },
      });
    });

    expect(asked).toEqual(['start m1']);
  });

  it('postpones a second run of a plan, and starts it when the first has ended', async () => {
    const asked = await withController(async (host, engine) => {
      await host.create(migration('m1'));
      await settled();
      await host.create(migration('m2'));
      await settled();
      const conditions = [{ type: 'Succeeded', status: 'True', category: 'Advisory' }];
      await host.patch(keyOf('m1'), { status: { conditions: conditions.map(stamped) } });
      await settled();
      engine.end();
    });

    expect(asked).toEqual(['start m1', 'busy m2', 'report MigMigration m2 Postponed', 'start m2']);
  });

  it('cancels a run, and says so when it never began', async () => {
    const asked = await withController(async (host) => {
      await host.create(migration('m1', { canceled: true }));
    });

    expect(asked).toEqual(['cancel m1', 'report MigMigration m1 Canceled']);
  });

  it('cancels a run whose MigMigration is deleted', async () => {
    const asked = await withController(async (host) => {
      await host.create(migration('m1'));
      await settled();
      await host.delete(keyOf('m1'));
    });

    expect(asked).toEqual(['start m1', 'cancel m1']);
  });

  it('leaves alone what has ended', async () => {
    const asked = await withController(async (host) => {
      const conditions = [stamped({ type: 'Failed', status: 'True', category: 'Advisory' })];
      await host.create({ ...migration('m1'), status: { conditions } });
    });

    expect(asked).toEqual([]);
  });

  it('tells a run that waits what was decided, once, and nothing about an earlier hold', async () => {
    const held = (number: number) => ({ status: { drayage: { held: { number } } } });
    const decided = (hold: number, act: string) => ({
      metadata: { annotations: { 'drayage.dev/decision': JSON.stringify({ hold, act }) } },
    });
    const asked = await withController(async (host) => {
      await host.create(migration('m1'));
      for (const patch of [
        decided(1, 'retry'),
        held(1),
        { status: { phase: 'Started' } },
        held(2),
        decided(2, 'dance'),
        decided(2, 'rollback'),
      ]) {
        await host.patch(keyOf('m1'), patch);
        await settled();
      }
    });

    expect(asked).toEqual(['start m1', 'retry m1', 'rollback m1']);
  });

  it('reports a run without a plan', async () => {
    const asked = await withController(async (host) => {
      await host.create(object('MigMigration', 'm1', { stage: false }));
    });

    expect(asked).toEqual(['report MigMigration m1 InvalidPlanRef']);
  });

  it('has plans checked again when a cluster turns ready', async () => {
    const asked = await withController(async (host) => {
      await host.create(object('MigPlan', 'shop', {}));
      await host.create(object('MigCluster', 'old', { isHostCluster: true }));
      await settled();
      const conditions = [stamped({ type: 'Ready', status: 'True', category: 'Required' })];
      await host.patch({ ...keyOf('old'), kind: 'MigCluster' }, { status: { conditions } });
    });

    expect(asked).toEqual([
      'check anew MigPlan shop',
      'check anew MigCluster old',
      'check anew MigPlan shop',
    ]);
  });

  it('has a plan checked again for every change of its spec, and for none of its status', async () => {
    const asked = await withController(async (host) => {
      const plan = await host.create(object('MigPlan', 'shop', {}));
      await settled();
      const key = { ...keyOf('shop'), kind: 'MigPlan' };
      await host.patch(key, { status: { conditions: [] } });
      await settled();
      expect(plan.metadata.generation).toBe(1);
      await host.patch(key, { spec: { namespaces: ['shop'] }, metadata: { generation: 2 } });
    });

    expect(asked).toEqual(['check anew MigPlan shop', 'check anew MigPlan shop']);
  });

  it('has a request for a dry run answered once, whatever else changes', async () => {
    const key = { ...keyOf('shop'), kind: 'MigPlan' };
    const annotate = (name: string, value: string) => ({
      metadata: { annotations: { [`drayage.dev/dry-run-${name}`]: value } },
    });
    const asked = await withController(async (host) => {
      await host.create(object('MigPlan', 'shop', {}));
      await settled();
      await host.patch(key, annotate('requested', 'first'));
      await settled();
      await host.patch(key, { status: { conditions: [] } });
      await settled();
      await host.patch(key, annotate('answered', 'first'));
      await settled();
      await host.patch(key, annotate('requested', 'second'));
    });

    expect(asked).toEqual(['check anew MigPlan shop', 'dry run shop', 'dry run shop']);
  });

  it('asks no more for what was answered before it began', async () => {
    const asked = await withController(async (host) => {
      const plan = object('MigPlan', 'shop', {});
      plan.metadata.annotations = {
        'drayage.dev/dry-run-requested': 'first',
        'drayage.dev/dry-run-answered': 'first',
      };
      await host.create(plan);
    });

    expect(asked).toEqual(['check anew MigPlan shop']);
  });

  it('has plans looked at again when a hook of theirs becomes ready', async () => {
    const asked = await withController(async (host) => {
      await host.create(object('MigPlan', 'shop', {}));
      const hook = { custom: true, image: 'i', targetCluster: 'source' };
      const { metadata } = await host.create(object('MigHook', 'stop', hook));
      await settled();
      const ready = stamped({ type: 'Ready', status: 'True', category: 'Required' });
      await host.patch(
        { ...keyOf(metadata.name), kind: 'MigHook' },
        {
          status: { conditions: [ready] },
        },
      );
    });

    expect(asked).toEqual([
      'check anew MigPlan shop',
      'check anew MigHook stop',
      'check anew MigPlan shop',
    ]);
  });

  it('refuses kinds that this version does not act upon', async () => {
    const asked = await withController(async (host) => {
      await host.create(object('MigAnalytic', 'a', {}));
    });

    expect(asked).toEqual(['report MigAnalytic a NotSupported']);
  });
});

it('has a run wait for its time, and starts it when that has come', async () => {
  const startAt = '2026-12-01T02:00:00Z';
  const asked = await withController(async (host) => {
    await host.create(migration('tonight', { startAt }));
    await settled();
    await host.patch(keyOf('tonight'), { metadata: { labels: { a: 'b' } } });
    await settled();
    await host.patch(keyOf('tonight'), {
      metadata: { annotations: { 'drayage.dev/start-due': startAt } },
    });
    await settled();
    await host.create(migration('never', { startAt }));
    await settled();
    await host.patch(keyOf('never'), { spec: { canceled: true } });
  });

  expect(asked).toEqual([
    ...[`start tonight at ${startAt}`, 'start tonight'],
    ...[`start never at ${startAt}`, 'cancel never', 'report MigMigration never Canceled'],
  ]);
});

describe('schedules', () => {
  const nightly = (spec: object = { interval: '6h' }): KubeObject => ({
    ...object('MigSchedule', 'nightly', { migPlanRef: { name: 'shop' }, ...spec }),
    apiVersion: 'drayage.dev/v1alpha1',
  });
  const key = { ...keyOf('nightly'), apiVersion: 'drayage.dev/v1alpha1', kind: 'MigSchedule' };
  const told = 'report MigSchedule nightly Ready';

  it('become schedules of Temporal, follow their objects, and go with them', async () => {
    const asked = await withController(async (host) => {
      await host.create(nightly());
      await settled();
      await host.patch(key, { metadata: { labels: { a: 'b' } } });
      await settled();
      await host.patch(key, { spec: { suspend: true } });
      await settled();
      await host.delete(key);
    });

    expect(asked.filter((one) => one !== told)).toEqual([
      ...['schedule nightly', 'schedule nightly, suspended', 'unschedule nightly'],
    ]);
    expect(asked).toContain(told);
  });

  it('say nothing that they have said before', async () => {
    const asked = await withController(async (host) => {
      await host.create(nightly());
      await settled();
      const conditions = [
        stamped({
          ...{ type: 'Ready', status: 'True', category: 'Required' },
          message: 'The schedule is ready.',
        }),
      ];
      await host.patch(key, { status: { conditions, nextRun: '2026-12-01T00:00:00.000Z' } });
    });

    expect(asked).toEqual(['schedule nightly', told]);
  });

  it('that cannot be obeyed are not left as they were', async () => {
    const asked = await withController(async (host) => {
      await host.create(nightly({ interval: 'often' }));
    });

    expect(asked).toEqual(['unschedule nightly', 'report MigSchedule nightly InvalidSpec']);
  });

  it('whose objects went while nobody looked are removed', async () => {
    const asked = await withController(async (_, engine) => {
      engine.scheduled = ['nightly', 'forgotten'];
      await settled();
    }, nightly());

    expect(asked).toContain('unschedule forgotten');
    expect(asked).not.toContain('unschedule nightly');
  });
});

function keyOf(name: string) {
  const apiVersion = 'migration.openshift.io/v1alpha1';
  return { apiVersion, kind: 'MigMigration', namespace: NAMESPACE, name };
}

function stamped(condition: Record<string, string>) {
  return { ...condition, lastTransitionTime: '2026-01-01T00:00:00Z' };
}
