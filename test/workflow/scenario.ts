import type { Activities } from '../../activities/index.ts';
import { HOOK_PHASES, hookFlag, type HookPhase } from '../../domain/hooks/phase.ts';
import { itineraryOf } from '../../domain/itinerary/of-run.ts';
import { type RecordedItinerary, recordItinerary } from '../../domain/itinerary/record.ts';
import type { Flag } from '../../domain/itinerary/step.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import type { ObjectTransport } from '../../domain/plan/object-transport.ts';
import type { RunFacts, RunInput, RunVolume } from '../../domain/run/facts.ts';
import type { RunType } from '../../domain/run/run-type.ts';
import type { RunStatus } from '../../domain/run/status.ts';
import type { CopyState } from '../../domain/volume-migration/state.ts';

export type ActivityName = keyof Activities;
export type Input<N extends ActivityName> = Parameters<Activities[N]>[0];
export type Result<N extends ActivityName> = Awaited<ReturnType<Activities[N]>>;

/** One attempt of one activity, as the recorder saw it. */
export interface Call<N extends ActivityName = ActivityName> {
  activity: N;
  input: Input<N>;
  /** From 1; a retry is a call of its own. */
  attempt: number;
  /** Places in the order of all that began and ended in the run. */
  begin: number;
  end?: number;
  failed?: boolean;
}

/** What happens before an activity answers: nothing, an error, or a wait. */
export type Behaviour<N extends ActivityName> = (call: Call<N>) => void | Promise<void>;

interface Rule {
  activity: ActivityName;
  behave: (call: Call) => void | Promise<void>;
}

export interface ScenarioOptions {
  /** Left out by versions that knew cutovers alone. */
  type?: RunType;
  /** Claims of the namespace `shop`. @default ['data'] */
  claims?: readonly string[];
  quiesce?: boolean;
  verify?: boolean;
  /** Phases of hooks, in the order of the plan. @default one of each in a cutover, none in other runs */
  hooks?: readonly HookPhase[];
  objectTransport?: ObjectTransport;
  /** @default undefined: what fails is taken back at once */
  holdMinutes?: number;
}

/** One run: what it is about, how its activities behave, and what came of it. */
export class Scenario {
  readonly input: RunInput;
  readonly facts: RunFacts;
  readonly itinerary: RecordedItinerary;
  readonly calls: Call[] = [];
  readonly statuses: RunStatus[] = [];
  /** Of a copy by itself. */
  readonly copyStates: CopyState[] = [];
  readonly #rules: Rule[] = [];
  readonly #answers = new Map<ActivityName, (input: never) => unknown>();
  readonly #watchers = new Set<() => void>();
  #order = 0;

  constructor(plan: string, options: ScenarioOptions = {}) {
    const { type } = options;
    const namespace = 'openshift-migration';
    const input = { namespace, migration: plan, uid: `uid-${plan}`, plan };
    this.input = { ...input, ...(type === undefined ? {} : { type }) };
    this.facts = factsOf(this.input, options);
    this.itinerary = recordItinerary(itineraryOf(type ?? 'cutover'), flagsOf(this.facts));
  }

  /** Every call of the activity goes through it, before it answers. Several are obeyed in order. */
  on<N extends ActivityName>(activity: N, behave: Behaviour<N>): this {
    const matching = (call: Call) => (isOf(call, activity) ? behave(call) : undefined);
    this.#rules.push({ activity, behave: matching });
    return this;
  }

  /** Replaces the usual result. */
  answer<N extends ActivityName>(activity: N, compute: (input: Input<N>) => Result<N>): this {
    this.#answers.set(activity, compute);
    return this;
  }

  answerOf<N extends ActivityName>(activity: N): ((input: Input<N>) => Result<N>) | undefined {
    return this.#answers.get(activity) as ((input: Input<N>) => Result<N>) | undefined;
  }

  async take(call: Omit<Call, 'begin'>): Promise<(failed: boolean) => void> {
    const begun: Call = { ...call, begin: this.#next() };
    this.calls.push(begun);
    const settle = (failed: boolean): void => {
      begun.end = this.#next();
      begun.failed = failed;
      this.#changed();
    };
    this.#changed();
    try {
      for (const { activity, behave } of this.#rules) {
        if (activity === call.activity) await behave(begun);
      }
    } catch (error) {
      settle(true);
      throw error;
    }
    return settle;
  }

  publish(status: RunStatus): void {
    this.statuses.push(status);
    this.#changed();
  }

  /** Names of what was begun, telling left out, each retry once more. */
  get names(): ActivityName[] {
    return this.calls.map(({ activity }) => activity).filter((name) => !TELLING.has(name));
  }

  callsOf<N extends ActivityName>(activity: N): Call<N>[] {
    return this.calls.filter((call): call is Call<N> => isOf(call, activity));
  }

  get last(): RunStatus | undefined {
    return this.statuses.at(-1);
  }

  lastCondition(type: string): ConditionDraft | undefined {
    return this.last?.conditions.find((condition) => condition.type === type);
  }

  /** Resolves as soon as it holds; the test's own limit ends a wait in vain. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  #next(): number {
    return this.#order++;
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}

const TELLING: ReadonlySet<ActivityName> = new Set(['publishCopy', 'publishRun', 'tellVolume']);

function isOf<N extends ActivityName>(call: Call, activity: N): call is Call<N> {
  return call.activity === activity;
}

function factsOf(input: RunInput, options: ScenarioOptions): RunFacts {
  const { claims = ['data'], quiesce = true, verify = true, objectTransport = 'Velero' } = options;
  const { type, ...identity } = input;
  const { hooks = (type ?? 'cutover') === 'cutover' ? HOOK_PHASES : [] } = options;
  const { namespace } = identity;
  return {
    ...(type === undefined ? {} : { type }),
    run: { ...identity, planUid: `plan-${input.plan}` },
    source: { namespace, name: 'old' },
    target: { namespace, name: 'new' },
    storage: { namespace, name: 'bucket' },
    objectTransport,
    namespaces: [{ source: 'shop', target: 'shop' }],
    volumes: claims.map(volumeOf),
    skipped: [],
    hooks: hooks.map((phase, position) => ({
      ...{ position, phase, namespace: 'ops', serviceAccount: 'operator' },
      hook: { namespace, name: `hook-${position}` },
    })),
    quiesce,
    verify,
    ...(options.holdMinutes === undefined ? {} : { holdMinutes: options.holdMinutes }),
  };
}

function flagsOf(facts: RunFacts): ReadonlySet<Flag> {
  const { quiesce, verify, volumes, objectTransport, hooks = [] } = facts;
  const flags: [Flag, boolean][] = [
    ['quiesce', quiesce],
    ['verify', verify],
    ['hasVolumes', volumes.length > 0],
    ['velero', objectTransport === 'Velero'],
  ];
  const hooked = hooks.map(({ phase }) => hookFlag(phase));
  return new Set([...flags.filter(([, holds]) => holds).map(([flag]) => flag), ...hooked]);
}

function volumeOf(claim: string): RunVolume {
  return {
    namespace: 'shop',
    claim,
    targetNamespace: 'shop',
    targetClaim: claim,
    capacity: '1Gi',
    capacityBytes: 2 ** 30,
    storageClass: 'local-path',
    accessModes: ['ReadWriteOnce'],
  };
}
