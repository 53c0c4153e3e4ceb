import type { Logger } from 'pino';
import type { Cluster, Informer } from '../../clients/kube/cluster.ts';
import type { Engine } from '../../clients/temporal/engine.ts';
import type { CheckedKind } from '../../domain/engine-names.ts';
import {
  API_VERSION,
  type Kind,
  notSupportedCondition,
  parseKind,
  unsupportedFields,
} from '../../domain/kinds/index.ts';
import { invalidCondition } from '../../domain/checks/invalid.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { hasEnded, POSTPONED, reactToMigration } from '../../domain/run/react.ts';
import type { RunInput } from '../../domain/run/facts.ts';
import { KeyedQueue } from './keyed-queue.ts';

export interface Controller {
  stop(): Promise<void>;
}

export interface ControllerNeeds {
  host: Cluster;
  engine: Engine;
  namespace: string;
  logger: Logger;
}

const CHECKED: readonly CheckedKind[] = ['MigCluster', 'MigStorage', 'MigPlan'];

/** Stored whole for a later version, and refused in words by this one. */
const REFUSED: readonly Kind[] = [
  'MigHook',
  'MigAnalytic',
  'DirectImageMigration',
  'DirectImageStreamMigration',
  'DirectVolumeMigration',
  'DirectVolumeMigrationProgress',
  'MigrationController',
];

/** Clusters and repositories break without telling; they are looked at again after this long. */
const RECHECK_MS = 60_000;

/** Watches the custom resources and has Temporal act on them. It decides nothing and writes nothing. */
export async function startController(needs: ControllerNeeds): Promise<Controller> {
  const { host, namespace, logger } = needs;
  const queue = new KeyedQueue((key, error) => {
    logger.warn({ key, error: String(error) }, 'could not act on an object; it is tried again');
  });
  const migrations = new Migrations(needs, queue);
  const informers: Informer[] = [];
  const watch = async (kind: Kind, act: (object: KubeObject) => void): Promise<Informer> => {
    const query = { apiVersion: API_VERSION, kind, namespace };
    const informer = await host.inform(query, (event, object) => {
      if (event !== 'deleted') act(object);
    });
    informers.push(informer);
    return informer;
  };
  const checks = new Checks(needs, queue);
  const checked = await Promise.all(
    CHECKED.map((kind) => watch(kind, (object) => checks.changed(kind, object))),
  );
  await Promise.all(REFUSED.map((kind) => watch(kind, (object) => checks.refuse(kind, object))));
  migrations.all = await watch('MigMigration', (object) => migrations.changed(object));
  const recheck = setInterval(() => {
    checked.forEach((informer, index) => {
      const kind = CHECKED[index];
      if (kind !== undefined) for (const object of informer.list()) checks.again(kind, object);
    });
    migrations.again();
  }, RECHECK_MS);
  return {
    stop: async () => {
      clearInterval(recheck);
      queue.stop();
      await Promise.all(informers.map((informer) => informer.stop()));
    },
  };
}

/** Clusters, repositories and plans: checked when their spec changes, and now and then. */
class Checks {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: the generation that was last asked about. A status of ours must not ask again. */
  readonly #asked = new Map<string, number>();

  constructor({ engine }: ControllerNeeds, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  changed(kind: CheckedKind, object: KubeObject): void {
    if (this.#isNew(object)) this.again(kind, object);
  }

  again(kind: CheckedKind, object: KubeObject): void {
    const name = nameOf(object);
    this.#queue.add(`${kind}/${name.name}`, () => this.#engine.check(kind, name));
  }

  refuse(kind: Kind, object: KubeObject): void {
    if (!this.#isNew(object)) return;
    const parsed = parseKind(kind, object);
    const condition = parsed.ok
      ? notSupportedCondition(unsupportedFields(kind, parsed.value))
      : invalidCondition(parsed.issues);
    if (condition === undefined) return;
    const name = nameOf(object);
    this.#queue.add(`${kind}/${name.name}`, () => this.#engine.report(kind, name, [condition]));
  }

  #isNew({ metadata }: KubeObject): boolean {
    const { uid = '', generation = 0 } = metadata;
    if (this.#asked.get(uid) === generation) return false;
    this.#asked.set(uid, generation);
    return true;
  }
}

/** Runs: started in order of creation, one of a plan at a time. */
class Migrations {
  all: Informer | undefined;
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** By uid: what was last asked of Temporal, so that our own status does not ask again. */
  readonly #asked = new Map<string, string>();

  constructor({ engine }: ControllerNeeds, queue: KeyedQueue) {
    this.#engine = engine;
    this.#queue = queue;
  }

  changed(object: KubeObject): void {
    const parsed = parseKind('MigMigration', object);
    const name = nameOf(object);
    if (!parsed.ok) {
      const conditions = [invalidCondition(parsed.issues)];
      this.#once(object, 'invalid', () => this.#engine.report('MigMigration', name, conditions));
      return;
    }
    // One that ended makes room for the next of its plan.
    if (hasEnded(parsed.value)) this.again();
    const reaction = reactToMigration(parsed.value);
    switch (reaction.do) {
      case 'nothing':
        return;
      case 'start':
        this.#once(object, 'start', () => this.#start(object, reaction.input));
        return;
      case 'cancel':
        this.#once(object, 'cancel', async () => {
          await this.#engine.cancelRun(reaction.input);
        });
        return;
      case 'report':
        this.#once(object, 'report', () =>
          this.#engine.report('MigMigration', name, reaction.conditions),
        );
    }
  }

  /** Looks at every run that waits for its turn. */
  again(): void {
    for (const object of this.all?.list() ?? []) {
      if (this.#asked.get(object.metadata.uid ?? '') !== 'postponed') continue;
      this.#asked.delete(object.metadata.uid ?? '');
      this.changed(object);
    }
  }

  async #start(object: KubeObject, input: RunInput): Promise<void> {
    if ((await this.#engine.startCutover(input)) !== 'busy') return;
    this.#asked.set(input.uid, 'postponed');
    await this.#engine.report('MigMigration', nameOf(object), [POSTPONED]);
  }

  #once(object: KubeObject, what: string, act: () => Promise<void>): void {
    const { uid = '', generation = 0, name } = object.metadata;
    const key = `${what}/${generation}`;
    const known = this.#asked.get(uid);
    if (known === key || (known === 'postponed' && what === 'start')) return;
    this.#asked.set(uid, key);
    this.#queue.add(`MigMigration/${name}`, act);
  }
}

function nameOf({ metadata }: KubeObject): { namespace: string; name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
