import type { Cluster } from '../clients/kube/cluster.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { API_VERSION } from '../domain/kinds/group.ts';
import type { MigPlan } from '../domain/kinds/mig-plan.ts';
import type { KubeObject, ObjectKey } from '../domain/kube-object.ts';
import { rememberOutage, rememberPasses } from '../domain/prediction/history.ts';
import { outageSample } from '../domain/prediction/outage-sample.ts';
import { type Prediction, predictOutage } from '../domain/prediction/predict.ts';
import {
  buildOutages,
  buildPasses,
  type HistoryOwner,
  outagesKey,
  passesKey,
  readOutages,
  readPasses,
} from '../domain/prediction/stored.ts';
import { copiedVolumes } from '../domain/run/admit.ts';
import type { RunInput } from '../domain/run/facts.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import type { RunStatus } from '../domain/run/status.ts';

/** What earlier runs make one expect of a cutover of a plan; undefined as long as nothing is known. */
export async function expectOutage(
  host: Cluster,
  plan: Pick<MigPlan, 'metadata' | 'spec'>,
): Promise<Prediction | undefined> {
  const { namespace, name, uid } = plan.metadata;
  const [passes, outages] = await Promise.all([
    host.get(passesKey({ namespace, name, uid })),
    host.get(outagesKey(namespace)),
  ]);
  const { objectTransport } = plan.spec;
  const claims = copiedVolumes(plan as MigPlan).map((one) => `${one.namespace}/${one.claim}`);
  return predictOutage(
    { plan: uid, claims, ...(objectTransport === undefined ? {} : { objectTransport }) },
    { volumes: readPasses(passes), outages: readOutages(outages) },
  );
}

/** A run that has ended, as it was told. */
export interface EndedRun {
  run: RunInput;
  status: RunStatus;
  volumes: readonly VolumeProgress[];
}

/**
 * Keeps what a run has shown of its plan; the prediction that follows from it. A run told twice is kept once. Rollbacks
 * show nothing, and what a plan that is gone has shown concerns nobody.
 */
export async function rememberRun(
  host: Cluster,
  { run, status, volumes }: EndedRun,
): Promise<Prediction | undefined> {
  const { namespace, plan: name, uid, type = 'cutover' } = run;
  if (type === 'rollback') return undefined;
  const found = await host.get({ apiVersion: API_VERSION, kind: 'MigPlan', namespace, name });
  if (found === undefined) return undefined;
  const plan = found as unknown as MigPlan;
  const owner: HistoryOwner = { namespace, name, uid: plan.metadata.uid };
  const passes = Object.fromEntries(
    volumes.map((one) => [`${one.namespace}/${one.claim}`, one.passes ?? []]),
  );
  if (Object.values(passes).some((each) => each.length > 0)) {
    await rewrite(host, passesKey(owner), (stored) =>
      buildPasses(owner, rememberPasses(readPasses(stored), passes), stored),
    );
  }
  const { downtime, phaseSeconds } = status.drayage;
  const outage = outageSample({
    ...{ run: uid, plan: owner.uid, type, phaseSeconds, volumes: passes },
    ...(downtime === undefined ? {} : { downtime }),
    ...(plan.spec.objectTransport === undefined
      ? {}
      : { objectTransport: plan.spec.objectTransport }),
  });
  if (outage !== undefined) {
    await rewrite(host, outagesKey(namespace), (stored) =>
      buildOutages(namespace, rememberOutage(readOutages(stored), outage), stored),
    );
  }
  return expectOutage(host, plan);
}

/** Runs that end at the same time write one after the other; more than these in one moment are tried again later. */
const MOST_WRITES = 10;

/** Reads, changes and writes, again when somebody else wrote in between. */
async function rewrite(
  host: Cluster,
  key: ObjectKey,
  change: (stored: KubeObject | undefined) => KubeObject,
): Promise<void> {
  for (let write = 1; ; write++) {
    const stored = await host.get(key);
    try {
      const wanted = change(stored);
      await (stored === undefined ? host.create(wanted) : host.replace(wanted));
      return;
    } catch (error) {
      const isLate = isFailure(error, 'DRAY-1008') || isFailure(error, 'DRAY-1011');
      if (!isLate || write === MOST_WRITES) throw error;
    }
  }
}
