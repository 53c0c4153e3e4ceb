import { log } from '@temporalio/activity';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { API_VERSION, OWN_API_VERSION } from '../domain/kinds/group.ts';
import type { VolumeUse } from '../domain/kinds/volume-use.ts';
import { mergeUses } from '../domain/capacity/what-to-measure.ts';
import type { MigSchedule } from '../domain/kinds/mig-schedule.ts';
import type { ObjectKey } from '../domain/kube-object.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { migrationKey } from '../domain/run/admit.ts';
import { runEvent } from '../domain/run/event.ts';
import type { RunInput } from '../domain/run/facts.ts';
import type { ScheduleOrder } from '../domain/schedule/order.ts';
import type { RunStatus } from '../domain/run/status.ts';
import { pipelineProgress } from '../domain/run/volume-lines.ts';
import type { Cluster } from '../clients/kube/cluster.ts';
import type { StatusFields } from './check-finding.ts';
import { type EndedRun, rememberRun } from './experience.ts';
import { readProgress } from './progress.ts';
import type { Ports } from './ports.ts';
import { mirrorCopies } from './volume-migration/mirror.ts';
import { stamp, writeStatus } from './write-status.ts';

export interface PublishRun {
  run: RunInput;
  status: RunStatus;
  /** Also tell it as an event, since the phase has changed. */
  event: boolean;
}

/** The only writers of a status. */
export function createStatusActivities({ clusters }: Ports) {
  const { host } = clusters;
  return {
    /** Writes what a run has come to; false when somebody deleted the MigMigration meanwhile. */
    async publishRun({ run, status, event }: PublishRun): Promise<boolean> {
      const volumes = await readProgress(host, run);
      if (status.phase === 'Completed') await tryRemember(host, { run, status, volumes });
      await tryMirror(host, { run, status, volumes });
      const pipeline = pipelineProgress(status.pipeline, volumes);
      const key = { ...migrationKey(run), uid: run.uid };
      const written = await writeStatus(host, key, (earlier) => ({
        ...status,
        pipeline,
        conditions: stamp(status.conditions, earlier),
      }));
      if (written === undefined) return false;
      if (event) await host.create(runEvent(written, status, new Date()));
      return true;
    },

    /** States the conditions of an object that is refused, or must wait. */
    async reportConditions(report: {
      kind: string;
      namespace: string;
      name: string;
      conditions: ConditionDraft[];
      /** @default that of MTC's kinds */
      apiVersion?: string;
      /** Further fields of its status; null takes one away. */
      status?: Record<string, unknown>;
    }): Promise<void> {
      const { apiVersion = API_VERSION, kind, namespace, name, conditions, status } = report;
      const rest = new Map(
        Object.entries(status ?? {}).map(([field, value]) => [field, value ?? undefined]),
      );
      const key = { apiVersion, kind, namespace, name };
      await writeConditions(host, key, conditions, Object.fromEntries<unknown>(rest));
    },
  };
}

/**
 * Before the run is told to have ended: whoever waits for that finds the prediction it leads to. What cannot be kept is
 * no reason to hold back the end; a host cluster that is away is waited for.
 */
async function tryRemember(host: Cluster, ended: EndedRun): Promise<void> {
  try {
    const prediction = await rememberRun(host, ended);
    if (prediction === undefined) return;
    const { namespace, plan: name } = ended.run;
    const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace, name };
    await writeStatus(host, key, () => ({ drayage: { prediction } }));
  } catch (error) {
    if (isFailure(error) && error.kind === 'transient') throw error;
    log.warn('what a run has shown of its plan could not be kept', { error: String(error) });
  }
}

/**
 * What mirrors the copies of a run is told beside it: only its last word is waited for, while the host cluster is away.
 */
async function tryMirror(host: Cluster, told: EndedRun): Promise<void> {
  try {
    await mirrorCopies(host, told);
  } catch (error) {
    const isLast = told.status.phase === 'Completed';
    if (isLast && isFailure(error) && error.kind === 'transient') throw error;
    log.warn('the copies of a run could not be mirrored', { error: String(error) });
  }
}

/** Says on a schedule what became of a run of it; nothing when another schedule has its name by now. */
export async function writeLastRun(
  host: Cluster,
  { namespace, name, uid }: Pick<ScheduleOrder, 'namespace' | 'name' | 'uid'>,
  lastRun: NonNullable<MigSchedule['status']>['lastRun'],
): Promise<void> {
  const key = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace, name, uid };
  await writeStatus(host, key, () => ({ lastRun }));
}

/** Replaces all conditions of an object but the durable ones. */
export async function writeConditions(
  host: Cluster,
  key: ObjectKey,
  conditions: readonly ConditionDraft[],
  rest: StatusFields = {},
): Promise<void> {
  await writeStatus(host, key, (earlier, before) => ({
    ...(typeof rest === 'function' ? rest(before) : rest),
    conditions: stamp(conditions, earlier),
  }));
}

/** Notes what was measured of volumes of a plan, beside what is known of the others. */
export async function writeVolumeUses(
  host: Cluster,
  key: ObjectKey,
  measured: readonly VolumeUse[],
): Promise<void> {
  await writeStatus(host, key, (_, before) => ({
    volumeUse: mergeUses((before as { volumeUse?: VolumeUse[] }).volumeUse ?? [], measured),
  }));
}
