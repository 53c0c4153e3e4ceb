import { type RunView } from '../../../api/rest/views/run.ts';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { Condition } from '../../../domain/kinds/condition.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { ObjectTransport } from '../../../domain/plan/object-transport.ts';
import type { Scene } from './scene.ts';
import { waitUntil } from './wait.ts';

export interface PlanOptions {
  name: string;
  /** `a`, or `a:b`. */
  namespaces: readonly string[];
  /** @default Velero, through the scene's repository */
  objectTransport?: ObjectTransport;
}

const ENDED = new Set(['succeeded', 'warnings', 'failed', 'canceled']);

/** Makes a plan from `source` to `target`, and waits until it is ready. */
export async function makePlan(
  scene: Scene,
  { name, namespaces, objectTransport = 'Velero' }: PlanOptions,
): Promise<void> {
  const way =
    objectTransport === 'Velero'
      ? ['--storage', scene.storage]
      : ['--object-transport', objectTransport];
  await scene.dray(
    ...['plan', 'create', name, '--source', 'source', '--target', 'target'],
    ...[...way, '--wait', '--timeout', '60s'],
    ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
  );
}

/** Starts a cutover over REST; returns the name of the run. */
export async function startCutover(
  scene: Scene,
  plan: string,
  asked: { name?: string; quiesce?: boolean; verify?: boolean; onFailure?: 'Hold' } = {},
): Promise<string> {
  const answer = await scene.product.request(`/api/v1/plans/${plan}/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'cutover', ...asked }),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as RunView).name;
}

/** A run as the API shows it. */
export async function readRun(scene: Scene, run: string): Promise<RunView> {
  const answer = await scene.product.request(`/api/v1/runs/${run}`);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as RunView;
}

/** Waits until something can be said of a run. */
export async function awaitRun(
  scene: Scene,
  run: string,
  { until, what, limitMs }: { until: (run: RunView) => boolean; what: string; limitMs: number },
): Promise<RunView> {
  let last: RunView | undefined;
  return waitUntil(
    async () => {
      last = await readRun(scene, run);
      return until(last) ? last : undefined;
    },
    { what: `${what} of run ${run}`, limitMs, clues: () => last },
  );
}

/** Waits until a run has come to its end, whichever. */
export function awaitEnd(scene: Scene, run: string, limitMs = 180_000): Promise<RunView> {
  return awaitRun(scene, run, { what: 'the end', limitMs, until: ({ state }) => ENDED.has(state) });
}

/** How a run ended, with what it warns of in words: all that a failed test has to show. */
export function endOf({ state, phase, conditions }: RunView): {
  state: string;
  phase: string;
  warnings: string[];
} {
  const warnings = conditions
    .filter(({ category }) => category === 'Warn')
    .map(({ type, message }) => `${type}: ${message ?? ''}`);
  return { state, phase, warnings };
}

/** The end of a run that has nothing to warn of. */
export const SUCCEEDED = { state: 'succeeded', phase: 'Completed', warnings: [] };

/** Waits until a custom resource of the scene carries a condition, and returns it. */
export async function awaitCondition(
  scene: Scene,
  { kind, name }: { kind: string; name: string },
  type: string,
  limitMs = 60_000,
): Promise<Condition> {
  const key = { apiVersion: API_VERSION, kind, name, namespace: scene.name };
  let last: KubeObject | undefined;
  return waitUntil(
    async () => {
      last = await scene.target.get(key);
      return conditionsOf(last).find((found) => found.type === type && found.status === 'True');
    },
    { what: `condition ${type} of ${kind} ${name}`, limitMs, clues: () => last },
  );
}

function conditionsOf(object: KubeObject | undefined): Condition[] {
  return ((object?.['status'] ?? {}) as { conditions?: Condition[] }).conditions ?? [];
}
