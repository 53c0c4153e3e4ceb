import type { Engine } from '../../clients/temporal/engine.ts';
import { invalidCondition } from '../../domain/checks/invalid.ts';
import { parseKind } from '../../domain/kinds/index.ts';
import type { MigMigration } from '../../domain/kinds/mig-migration.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunInput } from '../../domain/run/facts.ts';
import {
  decisionOf,
  hasEnded,
  NEVER_STARTED,
  POSTPONED,
  reactToMigration,
  wasStarted,
} from '../../domain/run/react.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import { nameOf } from './object-name.ts';

/** Runs: started in order of creation, one of a plan at a time. */
export class Migrations {
  readonly #engine: Engine;
  readonly #queue: KeyedQueue;
  /** Tells of decisions that cannot be obeyed; the REST API refuses them before they are written. */
  readonly #onRefused: (migration: string, why: string) => void;
  /** By uid: what was decided last. */
  readonly #decided = new Map<string, string>();
  /** By uid: what was last asked of Temporal, so that our own status does not ask again. */
  readonly #asked = new Map<string, string>();
  /** Runs that wait for another run of their plan, oldest first. */
  readonly #postponed = new Map<string, { object: KubeObject; plan: string }>();
  /** Plans whose run in progress is waited for. */
  readonly #awaited = new Set<string>();

  constructor(
    engine: Engine,
    queue: KeyedQueue,
    onRefused: (migration: string, why: string) => void,
  ) {
    this.#engine = engine;
    this.#queue = queue;
    this.#onRefused = onRefused;
  }

  changed(object: KubeObject): void {
    const parsed = parseKind('MigMigration', object);
    if (!parsed.ok) {
      const conditions = [invalidCondition(parsed.issues)];
      const name = nameOf(object);
      this.#once(object, 'invalid', () => this.#engine.report('MigMigration', name, conditions));
      return;
    }
    this.#react(object, parsed.value);
  }

  /** Whoever deletes a run wants it to stop; the source is put back as it was found. */
  deleted(object: KubeObject): void {
    this.#postponed.delete(object.metadata.uid ?? '');
    const parsed = parseKind('MigMigration', object);
    if (!parsed.ok || hasEnded(parsed.value)) return;
    const reaction = reactToMigration(parsed.value);
    if (reaction.do === 'nothing' || reaction.do === 'report') return;
    this.#queue.add(`MigMigration/${object.metadata.name}`, async () => {
      await this.#engine.cancelRun(reaction.input);
    });
  }

  /** Looks at the runs that wait for their turn: all, or those of one plan. */
  again(of?: string): void {
    for (const [uid, { object, plan }] of [...this.#postponed]) {
      if (of !== undefined && of !== plan) continue;
      this.#postponed.delete(uid);
      this.#asked.delete(uid);
      this.changed(object);
    }
  }

  #react(object: KubeObject, migration: MigMigration): void {
    const reaction = reactToMigration(migration);
    const name = nameOf(object);
    switch (reaction.do) {
      case 'nothing':
        return;
      case 'start':
        this.#once(object, 'start', () => this.#start(object, reaction.input));
        this.#decide(migration, reaction.input);
        return;
      case 'wait':
        this.#once(object, `wait/${reaction.startAt}`, () =>
          this.#engine.startLater(reaction.input, reaction.startAt),
        );
        return;
      case 'cancel':
        this.#once(object, 'cancel', () => this.#cancel(migration, reaction.input));
        return;
      case 'report':
        this.#once(object, 'report', () =>
          this.#engine.report('MigMigration', name, reaction.conditions),
        );
    }
  }

  async #start(object: KubeObject, input: RunInput): Promise<void> {
    if ((await this.#engine.startRun(input)) !== 'busy') return;
    const { namespace, plan: name } = input;
    const plan = `${namespace}/${name}`;
    this.#postponed.set(input.uid, { object, plan });
    await this.#engine.report('MigMigration', nameOf(object), [POSTPONED]);
    void this.#awaitTurn(plan, { namespace, name });
  }

  async #awaitTurn(plan: string, name: { namespace: string; name: string }): Promise<void> {
    if (this.#awaited.has(plan)) return;
    this.#awaited.add(plan);
    try {
      await this.#engine.planFree(name);
      this.#awaited.delete(plan);
      this.again(plan);
    } catch {
      // Temporal is away; the look that is taken now and then finds the run, and waits again.
      this.#awaited.delete(plan);
    }
  }

  async #cancel(migration: MigMigration, input: RunInput): Promise<void> {
    this.#postponed.delete(input.uid);
    if ((await this.#engine.cancelRun(input)) || wasStarted(migration)) return;
    await this.#engine.report('MigMigration', nameOf(migration), [NEVER_STARTED]);
  }

  /** An annotation is no change of the spec, so it is seen by what it says. */
  #decide(migration: MigMigration, input: RunInput): void {
    const { name, uid } = migration.metadata;
    const found = decisionOf(migration);
    const key = JSON.stringify(found);
    if (found === undefined || this.#decided.get(uid) === key) return;
    this.#decided.set(uid, key);
    if ('wrong' in found) {
      this.#onRefused(name, found.wrong);
      return;
    }
    this.#queue.add(`decision/${name}`, async () => {
      const refusal = await this.#engine.decide(input, found.decision);
      if (refusal !== undefined) this.#onRefused(name, refusal);
    });
  }

  #once(object: KubeObject, what: string, act: () => Promise<void>): void {
    const { uid = '', generation = 0, name } = object.metadata;
    const key = `${what}/${generation}`;
    if (this.#asked.get(uid) === key) return;
    this.#asked.set(uid, key);
    this.#queue.add(`MigMigration/${name}`, act);
  }
}
