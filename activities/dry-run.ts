import { isFailure, type Failure } from '../domain/failures/failure.ts';
import { API_VERSION, parseKind } from '../domain/kinds/index.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { MigPlan } from '../domain/kinds/mig-plan.ts';
import { invalidCondition } from '../domain/checks/invalid.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { buildReport } from '../domain/report/build.ts';
import type { ReportOwner } from '../domain/report/pages.ts';
import type { Finding, Report } from '../domain/report/report.ts';
import { DRY_RUN_ANNOTATIONS, openRequest } from '../domain/report/request.ts';
import { dryRunOf } from '../domain/run/dry-run.ts';
import { finalMigration } from './admission.ts';
import { lookAround } from './objects/look-ahead.ts';
import { removeFounded } from './objects/namespaces.ts';
import { storeReport } from './objects/report.ts';
import { findingsOf } from './objects/sighted.ts';
import { lookAtStandstill } from './obstacles.ts';
import type { Ports } from './ports.ts';

/** What a run would do, without one. */
export function createDryRunActivities(ports: Ports) {
  const { host } = ports.clusters;
  return {
    /**
     * Answers what somebody asks of a plan: reads both clusters, decides on every object, and keeps the report
     * beside the plan. Nothing stays of it on either. A plan that is gone, or of which nothing is asked, is fine.
     */
    async dryRunPlan({ namespace, name }: { namespace: string; name: string }): Promise<void> {
      const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace, name };
      const plan = await host.get(key);
      const request = plan && openRequest(plan);
      if (plan === undefined || request === undefined) return;
      const owner: ReportOwner = {
        ...{ kind: 'MigPlan', namespace, name },
        uid: plan.metadata.uid ?? '',
      };
      await storeReport(host, owner, await report(ports, plan, request));
      const annotations = { [DRY_RUN_ANNOTATIONS.answered]: request };
      await host.patch(key, { metadata: { annotations } });
    },
  };
}

/** What keeps the clusters from being read is an answer too. */
async function report(ports: Ports, plan: KubeObject, request: string): Promise<Report> {
  const head = { at: new Date().toISOString(), request };
  const parsed = parseKind('MigPlan', plan);
  if (!parsed.ok) return refused(head, conditionFinding(invalidCondition(parsed.issues)));
  try {
    return await look(ports, parsed.value, head);
  } catch (error) {
    if (!isFailure(error) || error.kind === 'transient') throw error;
    return refused(head, failureFinding(error));
  }
}

type Head = Pick<Report, 'at' | 'request'>;

async function look(ports: Ports, plan: MigPlan, head: Head): Promise<Report> {
  const { namespace, name } = plan.metadata;
  const moved = await finalMigration(ports.clusters.host, { namespace, plan: name });
  if (moved !== undefined) return refused(head, conditionFinding(moved));
  const dryRun = dryRunOf(plan);
  if (!dryRun.runnable) return refused(head, conditionFinding(dryRun.refusal));
  const { facts } = dryRun;
  const [sight, standstill] = await Promise.all([
    lookAround(ports, facts),
    facts.quiesce ? lookAtStandstill(ports, facts) : { obstacles: [], attention: [] },
  ]);
  await removeFounded(sight.target, sight.made);
  const findings = [
    ...findingsOf(sight),
    ...standstill.obstacles.map(failureFinding),
    ...standstill.attention.map((one): Finding => ({
      ...conditionFinding(one),
      severity: 'warning',
    })),
  ];
  return buildReport({ ...sight, findings }, head);
}

function refused(head: Head, finding: Finding): Report {
  return { ...head, objects: [], findings: [finding] };
}

function conditionFinding({ type, message = '' }: ConditionDraft): Finding {
  return { severity: 'refusal', text: `${type}: ${message}` };
}

function failureFinding(error: Failure): Finding {
  return { severity: 'refusal', text: error.message, advice: error.hint };
}
