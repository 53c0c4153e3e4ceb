import type { Cluster } from '../clients/kube/cluster.ts';
import { isReady } from '../domain/conditions/merge.ts';
import { failure } from '../domain/failures/failure.ts';
import type { Condition, ConditionDraft } from '../domain/kinds/condition.ts';
import { API_VERSION } from '../domain/kinds/group.ts';
import { MigMigration } from '../domain/kinds/mig-migration.ts';
import { MigPlan } from '../domain/kinds/mig-plan.ts';
import { admitRun } from '../domain/run/admit.ts';
import type { Admission, RunInput } from '../domain/run/facts.ts';
import { finalMigrationOf, hasFinalMigration } from '../domain/run/final-migration.ts';
import { expectOutage } from './experience.ts';
import { DUE, missedStart } from '../domain/run/start-time.ts';
import type { Ports } from './ports.ts';
import { waitFor } from './wait-for.ts';

/** A plan that was created a moment ago is still being looked at. */
const PLAN_READY = { limitMs: 60_000, pollMs: 500 };

export function createAdmissionActivities({ clusters }: Ports) {
  return {
    /** Says on a run that its time has come; one that is gone, or was told another time, is left alone. */
    async noteDue({ run, startAt }: { run: RunInput; startAt: string }): Promise<void> {
      const { namespace, migration: name, uid } = run;
      const key = { apiVersion: API_VERSION, kind: 'MigMigration', namespace, name };
      const found = await clusters.host.get(key);
      if (found?.metadata.uid !== uid) return;
      await clusters.host.patch(key, { metadata: { annotations: { [DUE]: startAt } } });
    },

    /** Reads the run and its plan, and fixes what the run is about; or says why it may not begin. */
    async admitRun(input: RunInput): Promise<Admission> {
      const migration = MigMigration.parse(
        await mustGet(clusters.host, 'MigMigration', input.namespace, input.migration),
      );
      const early = admitRun(input, migration, undefined);
      if (!early.admitted && early.conditions.length > 0) return early;
      const missed = missedStart(migration.spec, new Date());
      if (missed !== undefined) return { admitted: false, conditions: [missed] };
      const isRollback = migration.spec.rollback === true;
      const moved = isRollback ? undefined : await finalMigration(clusters.host, input);
      if (moved !== undefined) return { admitted: false, conditions: [moved] };
      const admission = await waitFor(
        async () => {
          const plan = MigPlan.parse(
            await mustGet(clusters.host, 'MigPlan', input.namespace, input.plan),
          );
          if (isRollback || isReady(plan) || isBlocked(plan) || plan.spec.closed === true) {
            return { done: true, value: admitRun(input, migration, plan) };
          }
          return { done: false, seen: `MigPlan ${input.plan} is not Ready yet` };
        },
        PLAN_READY,
        (seen) =>
          failure('DRAY-2004', {
            detail: seen,
            object: `MigPlan ${input.namespace}/${input.plan}`,
          }),
      );
      return withExpectation(clusters.host, input, admission);
    },
  };
}

/** What people were told before the cutover began is measured by what it came to. */
async function withExpectation(
  host: Cluster,
  input: RunInput,
  admission: Admission,
): Promise<Admission> {
  if (!admission.admitted || admission.facts.type !== 'cutover') return admission;
  const plan = MigPlan.parse(await mustGet(host, 'MigPlan', input.namespace, input.plan));
  const prediction = await expectOutage(host, plan);
  if (prediction === undefined) return admission;
  const { p50Seconds, p90Seconds, floorSeconds, modelledLastPassSeconds } = prediction;
  const expected = { p50Seconds, p90Seconds, floorSeconds, modelledLastPassSeconds };
  return { ...admission, facts: { ...admission.facts, expected } };
}

/** Runs of a plan follow one another, so what has ended by now is all that can have moved it. */
export async function finalMigration(
  host: Cluster,
  { namespace, plan }: Pick<RunInput, 'namespace' | 'plan'>,
): Promise<ConditionDraft | undefined> {
  const query = { apiVersion: API_VERSION, kind: 'MigMigration', namespace };
  const earlier = finalMigrationOf(plan, await host.list(query));
  return earlier === undefined ? undefined : hasFinalMigration(plan, earlier);
}

async function mustGet(host: Cluster, kind: string, namespace: string, name: string) {
  const found = await host.get({ apiVersion: API_VERSION, kind, namespace, name });
  if (found !== undefined) return found;
  throw failure('DRAY-1007', { detail: 'it was deleted', object: `${kind} ${namespace}/${name}` });
}

/** Waiting does not help a plan with a Critical or Error condition. */
function isBlocked(plan: MigPlan): boolean {
  const conditions: (Condition | ConditionDraft)[] = plan.status?.conditions ?? [];
  return conditions.some(
    ({ category, status }) =>
      status === 'True' && (category === 'Critical' || category === 'Error'),
  );
}
