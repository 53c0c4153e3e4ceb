import { runWorkflowId, WHERE } from '../../domain/engine-names.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { Standing } from '../../domain/run/standing.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { waitUntil } from '../e2e/harness/wait.ts';
import { type Cell, type Fault, isQuiet } from './cells.ts';
import { type Arrival, GO, type Verdict } from './gate.ts';
import type { Lane } from './lane.ts';

export interface Trouble {
  /** What was done to the run, in words; empty when it never came to the step. */
  readonly done: readonly string[];
  /** Waits until all of it is over, and makes no more. */
  end(): Promise<void>;
}

interface Order {
  cell: Cell;
  plan: string;
  run: string;
  /** How long an API server is away. */
  outageMs: number;
}

/** Acts that tell of a run; it does not wait for them. */
const TELLING = new Set(['publishRun', 'tellVolume', 'reportConditions']);

/** Has a run meet its fault when the first act of the step is about to begin. */
export function makeTrouble(lane: Lane, order: Order): Trouble {
  const { cell, plan } = order;
  const { scene, gate } = lane;
  const runId = runWorkflowId(scene.name, plan);
  const done: string[] = [];
  const under: Promise<unknown>[] = [];
  const react = REACTIONS[cell.fault](lane, order, { done, under });

  gate.guard(runId, async (arrival) => {
    if (TELLING.has(arrival.activity)) return GO;
    const standing = await askWhere(scene, runId);
    const isThere = standing?.phase === cell.step.phase && !standing.undoing;
    return react(arrival, isThere);
  });
  return {
    done,
    end: async () => {
      gate.open(runId);
      if (!isQuiet(cell)) forgetWrites(lane);
      await Promise.all(under);
    },
  };
}

function forgetWrites({ source, target }: Lane): void {
  source.forgetWrite();
  target.forgetWrite();
}

/** Undefined before the run has been admitted. */
async function askWhere(scene: Scene, runId: string): Promise<Standing | undefined> {
  try {
    return await scene.temporal.client.workflow.getHandle(runId).query<Standing>(WHERE);
  } catch {
    return undefined;
  }
}

interface Made {
  done: string[];
  /** What goes on in the background. */
  under: Promise<unknown>[];
}

type React = (arrival: Arrival, isThere: boolean) => Promise<Verdict>;

const REACTIONS: Record<Fault, (lane: Lane, order: Order, made: Made) => React> = {
  'worker-killed': killTwice,
  'target-5xx': (lane, { outageMs }, made) =>
    once(made, 'the API server of the target answered 5xx', () => {
      made.under.push(lane.target.trouble('5xx', outageMs));
      return undefined;
    }),
  'source-gone': (lane, { outageMs }, made) =>
    once(made, 'the API server of the source was gone', () => {
      made.under.push(lane.source.trouble('gone', outageMs));
      return undefined;
    }),
  cancel: ({ scene }, { plan, run }, made) =>
    once(made, 'it was cancelled', () => cancel(scene, plan, run)),
  fatal: (_, { cell }, made) => {
    const said = `broken for the test at ${cell.step.phase}`;
    return once(made, 'an act failed for good', () => ({ fail: said }));
  },
};

/** Does it when the first act of the step begins; acts beside it wait until it is done. */
function once({ done }: Made, what: string, act: () => Promise<void> | Verdict | undefined): React {
  let first: Promise<unknown> | undefined;
  return async (_, isThere) => {
    if (!isThere) return GO;
    if (first !== undefined) {
      await first;
      return GO;
    }
    done.push(what);
    const started = Promise.resolve(act());
    first = started;
    return (await started) ?? GO;
  };
}

/** As a person does, and waits until the workflow has heard of it. */
async function cancel(scene: Scene, plan: string, run: string): Promise<void> {
  const key = { apiVersion: API_VERSION, kind: 'MigMigration', name: run, namespace: scene.name };
  await scene.target.patch(key, { spec: { canceled: true } });
  const handle = scene.temporal.client.workflow.getHandle(runWorkflowId(scene.name, plan));
  await waitUntil(
    async () => {
      const { events } = await handle.fetchHistory();
      const isAsked = (events ?? []).some((event) =>
        Boolean(event.workflowExecutionCancelRequestedEventAttributes),
      );
      return isAsked ? true : undefined;
    },
    { what: `${run} to be asked to stop`, limitMs: 30_000 },
  );
}

/**
 * The worker dies before the step has done anything, and the next one when the step has written for the first time,
 * before it hears so: whoever comes third finds it done and does not know.
 */
function killTwice(lane: Lane, _: Order, { done, under }: Made): React {
  const { product } = lane.scene;
  let killed: number | undefined;
  let isArmed = false;
  async function kill(what: string): Promise<void> {
    done.push(what);
    await product.worker.kill();
    await product.startWorker();
  }
  return async ({ pid }, isThere) => {
    // A dead worker asks for nothing; what it had asked for is moot.
    if (pid === killed) return GO;
    if (!isThere) {
      if (isArmed) forgetWrites(lane);
      return GO;
    }
    if (killed === undefined) {
      killed = pid;
      const dying = kill('its worker was killed before the act');
      under.push(dying);
      await dying;
      return GO;
    }
    if (!isArmed) {
      isArmed = true;
      for (const way of [lane.source, lane.target]) {
        way.afterNextWrite(() => {
          forgetWrites(lane);
          const dying = kill('the next one after its first write');
          under.push(dying);
          return dying;
        });
      }
    }
    return GO;
  };
}
