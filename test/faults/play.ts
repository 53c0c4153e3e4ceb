import { API_VERSION } from '../../domain/kinds/group.ts';
import type { RunType } from '../../domain/run/run-type.ts';
import { removeNamespaces } from '../e2e/harness/removal.ts';
import { createResource, referencesOf } from '../e2e/harness/resources.ts';
import { awaitCondition, awaitEnd } from '../e2e/harness/runs.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { snapshotOf } from '../e2e/harness/snapshot.ts';
import { deployApplication } from './application.ts';
import type { Cell } from './cells.ts';
import { expectationOf } from './expectation.ts';
import { hookPhaseOf, makeHook } from './hooks.ts';
import type { Lane } from './lane.ts';
import { makeTrouble } from './troublemaker.ts';
import { type Aftermath, judge } from './verdict.ts';

export interface PlayOptions {
  /** Tells cells of one lane apart. */
  number: number;
  /** How long an API server is away. */
  outageMs: number;
}

export interface Played {
  /** What was done to the run. */
  done: readonly string[];
  /** What is not as it has to be. */
  wrong: readonly string[];
}

const END_MS = 240_000;
const READY_MS = 120_000;

const FLAGS: Record<RunType, Record<string, boolean>> = {
  cutover: { stage: false, quiescePods: true, verify: true },
  stage: { stage: true, quiescePods: true },
  state: { stage: false, migrateState: true, quiescePods: true },
  rollback: { stage: false, rollback: true },
};

/** Has one run of an application of its own meet one fault, and looks at everything afterwards. */
export async function play(
  lane: Lane,
  cell: Cell,
  { number, outageMs }: PlayOptions,
): Promise<Played> {
  const { scene } = lane;
  const plan = `cell-${number}`;
  const namespace = scene.namespace(plan);
  await deployApplication(scene, namespace);
  const before = await snapshotOf(scene.source, [namespace], { restarted: true });
  const after: Aftermath = { plan, namespace, before };
  await makePlan(scene, cell, after);
  if (cell.way.type === 'rollback') await mustSucceed(lane, `${plan}-there`, plan, 'cutover');

  const run = `${plan}-run`;
  const trouble = makeTrouble(lane, { cell, plan, run, outageMs });
  const ended = await runToEnd(scene, run, plan, cell.way.type).finally(() => trouble.end());
  const expected = expectationOf(cell);
  const wrong = await judge(scene, ended, expected, after);
  if (trouble.done.length === 0) wrong.unshift(`it never came to ${cell.step.phase}`);
  if (expected.place === 'halfway') {
    const back = await runToEnd(scene, `${plan}-back`, plan, 'rollback');
    wrong.push(...(await judge(scene, back, { outcomes: ['succeeded'], place: 'back' }, after)));
  }
  putAway(lane, after);
  if (cell.fault === 'source-gone') await lookAgain(scene);
  return { done: trouble.done, wrong };
}

async function makePlan(scene: Scene, { way, step }: Cell, { plan, namespace }: Aftermath) {
  const phase = hookPhaseOf(step);
  await createResource(scene, 'MigPlan', plan, {
    ...referencesOf(scene),
    namespaces: [namespace],
    objectTransport: way.objectTransport,
    ...(phase === undefined ? {} : { hooks: [await makeHook(scene, { plan, namespace, phase })] }),
  });
  // A cluster that was away in the cell before is looked at again within a minute.
  await awaitCondition(scene, { kind: 'MigPlan', name: plan }, 'Ready', READY_MS);
}

async function runToEnd(scene: Scene, run: string, plan: string, type: RunType) {
  const migPlanRef = { name: plan, namespace: scene.name };
  await createResource(scene, 'MigMigration', run, { migPlanRef, ...FLAGS[type] });
  return awaitEnd(scene, run, END_MS);
}

async function mustSucceed({ scene }: Lane, run: string, plan: string, type: RunType) {
  const { state, failure } = await runToEnd(scene, run, plan, type);
  if (state === 'succeeded') return;
  throw new Error(`${run} ended as ${state}: ${failure?.detail ?? ''}`);
}

/** What was away has been seen to be away: the next plan must not wait for the next look. */
async function lookAgain({ target, name: namespace }: Scene): Promise<void> {
  const source = { apiVersion: API_VERSION, kind: 'MigCluster', name: 'source', namespace };
  await target.patch(source, { spec: { refresh: true } });
}

/** Goes on beside the next cell; what is still there at the end goes with the scene. */
function putAway({ scene, tidying }: Lane, { plan, namespace }: Aftermath): void {
  const { source, target, name } = scene;
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: name, name: plan };
  const removals = [source, target].map((cluster) => removeNamespaces(cluster, [namespace]));
  tidying.push(Promise.allSettled([target.delete(key), ...removals]));
}
