import type { Logger } from 'pino';
import type { Cluster, Informer, InformerEvent } from '../../clients/kube/cluster.ts';
import type { Engine } from '../../clients/temporal/engine.ts';
import type { CheckedKind } from '../../domain/engine-names.ts';
import { API_VERSION, type Kind } from '../../domain/kinds/index.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { Checks } from './checks.ts';
import { Copies } from './copies.ts';
import { DryRuns } from './dry-runs.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { Migrations } from './migrations.ts';
import { watchSchedules } from './schedule-watch.ts';

export interface Controller {
  stop(): Promise<void>;
}

export interface ControllerNeeds {
  host: Cluster;
  engine: Engine;
  namespace: string;
  logger: Logger;
}

const CHECKED: readonly CheckedKind[] = [
  'MigCluster',
  'MigStorage',
  'MigHook',
  'MigPlan',
  'MigrationController',
];

/** Stored whole for a later version, and refused in words by this one. */
const REFUSED: readonly Kind[] = [
  'MigAnalytic',
  'DirectImageMigration',
  'DirectImageStreamMigration',
  'DirectVolumeMigrationProgress',
];

/** Clusters and repositories break without telling; they are looked at again after this long. */
const RECHECK_MS = 60_000;

type OnEvent = (event: InformerEvent, object: KubeObject) => void;

/** Watches the custom resources and has Temporal act on them. It decides nothing and writes nothing. */
export async function startController(needs: ControllerNeeds): Promise<Controller> {
  const { host, engine, namespace, logger } = needs;
  const queue = new KeyedQueue((key, error) => {
    logger.warn({ key, error: String(error) }, 'could not act on an object; it is tried again');
  });
  const checks = new Checks(engine, queue);
  const copies = new Copies(engine, queue);
  const dryRuns = new DryRuns(engine, queue);
  const migrations = new Migrations(engine, queue, (migration, why) => {
    logger.warn({ migration, why }, 'a decision about a run that waits cannot be obeyed');
  });
  const watched = new Map<Kind, Informer>();

  async function watch(kind: Kind, onEvent: OnEvent): Promise<void> {
    const query = { apiVersion: API_VERSION, kind, namespace };
    watched.set(kind, await host.inform(query, onEvent));
  }

  const all = (kind: CheckedKind): readonly KubeObject[] => watched.get(kind)?.list() ?? [];

  function onChecked(kind: CheckedKind): OnEvent {
    return (event, object) => {
      if (event === 'deleted') return;
      checks.changed(kind, object);
      if (kind === 'MigPlan') dryRuns.changed(object);
      if (kind === 'MigPlan' || !checks.turned(object)) return;
      if (kind === 'MigCluster') copies.again();
      for (const plan of all('MigPlan')) checks.anew('MigPlan', plan);
    };
  }

  await Promise.all([
    ...CHECKED.map((kind) => watch(kind, onChecked(kind))),
    ...REFUSED.map((kind) =>
      watch(kind, (event, object) => {
        if (event !== 'deleted') checks.refuse(kind, object);
      }),
    ),
    watch('MigMigration', (event, object) => {
      if (event === 'deleted') migrations.deleted(object);
      else migrations.changed(object);
    }),
    watch('DirectVolumeMigration', (event, object) => {
      if (event === 'deleted') copies.deleted(object);
      else copies.changed(object);
    }),
  ]);
  // A host cluster that does not know the kind yet must not hold up the rest.
  const scheduled = watchSchedules(needs, queue);
  const timer = setInterval(() => {
    for (const kind of CHECKED) for (const object of all(kind)) checks.again(kind, object);
    migrations.again();
    copies.again();
  }, RECHECK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      queue.stop();
      scheduled.stop();
      await Promise.all([...watched.values()].map((informer) => informer.stop()));
    },
  };
}
