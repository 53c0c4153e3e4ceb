import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { ledgerKey } from '../../domain/objects/ledger.ts';
import { listed as listedText } from '../../domain/objects/refusals.ts';
import { QUIESCED_BY } from '../../domain/quiesce/annotations.ts';
import { leftAlone } from '../../domain/rollback/conditions.ts';
import { replacedOnTarget } from '../../domain/rollback/replaced.ts';
import { unlistedRunning } from '../../domain/rollback/unlisted.ts';
import { missingOnSource } from '../../domain/rollback/way-back.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { listIn } from '../cluster-facts.ts';
import { readPresent } from '../objects/present.ts';
import { leftOf, type Listed, listedIn } from '../objects/take-back.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { listWorkloads } from '../workloads.ts';
import { adoptRestored } from './adopt.ts';
import { gatherMade, type Made, madeClaims, targetNamespaces } from './made.ts';

/** What a rollback will delete: how much of it. */
export interface Survey {
  objects: number;
  claims: number;
  /** What it will leave alone, and people should know of. */
  conditions: ConditionDraft[];
}

/** Everything that speaks against a rollback, before anything is touched. */
export function createSurveyActivities(ports: Ports) {
  return {
    /** Fails when there is nothing to go back to, or when nobody knows what a run made. */
    async surveyRollback(facts: RunFacts): Promise<Survey> {
      const { host } = ports.clusters;
      const { source, target } = await bothClusters(ports, facts);
      const before = await gatherMade(host, facts.run);
      await adoptRestored({ host, target }, before.runs, targetNamespaces(facts, before.ledgers));
      const made = await gatherMade(host, facts.run);
      const namespaces = targetNamespaces(facts, made.ledgers);
      const claims = await madeClaims(target, namespaces, facts.run);
      await refuseLoss(source, facts, claims);
      await refuseUnlisted(target, facts, made, namespaces);
      const { definitions, others } = listedIn(made.ledgers);
      const listed = [...others, ...definitions];
      return {
        objects: (await leftOf(target, listed)).length,
        claims: claims.length,
        conditions: [
          ...(await replacedConditions(target, listed)),
          ...(await strangerConditions(source, facts, made)),
        ],
      };
    },
  };
}

/** What is on the target alone must not be deleted. */
async function refuseLoss(
  source: Cluster,
  facts: RunFacts,
  made: readonly KubeObject[],
): Promise<void> {
  const names = facts.namespaces.map((pair) => pair.source);
  const [found, claims] = await Promise.all([
    Promise.all(names.map((name) => source.get({ apiVersion: 'v1', kind: 'Namespace', name }))),
    listIn(source, names, 'PersistentVolumeClaim'),
  ]);
  const missing = missingOnSource(facts, made, {
    namespaces: new Set(found.flatMap((one) => one?.metadata.name ?? [])),
    claims: new Set(claims.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)),
  });
  if (missing.length === 0) return;
  const detail = `${listedText(missing)} is not there any more`;
  throw failure('DRAY-2013', { detail, object: source.name });
}

async function refuseUnlisted(
  target: Cluster,
  { run }: RunFacts,
  { migrations, ledgers }: Made,
  namespaces: readonly string[],
): Promise<void> {
  const listedRuns = new Set(ledgers.map((ledger) => ledger.run.uid));
  const workloads = await listWorkloads(target, namespaces);
  const unlisted = unlistedRunning(run.plan, migrations, listedRuns, workloads);
  if (unlisted.length === 0) return;
  const detail = `its ledger is gone, and ${listedText(unlisted)} may be of it`;
  throw failure('DRAY-2014', { detail, object: target.name });
}

async function replacedConditions(
  target: Cluster,
  listed: readonly Listed[],
): Promise<ConditionDraft[]> {
  const entries = listed.map(({ entry }) => entry);
  const present = await readPresent(target, entries);
  const { workloads, others } = replacedOnTarget(
    listed.map((one) => ({ ...one, present: present.get(ledgerKey(one.entry)) })),
  );
  const intro = 'Somebody else has made these anew on the target since, and they stay';
  return [
    ...leftAlone('WorkloadsLeftAlone', intro, workloads),
    ...leftAlone('ObjectsLeftAlone', intro, others),
  ];
}

/** Notes of runs that are not of this plan are not touched. */
async function strangerConditions(
  source: Cluster,
  { namespaces }: RunFacts,
  { runs }: Made,
): Promise<ConditionDraft[]> {
  const ours = new Set(runs.map(({ uid }) => uid));
  const workloads = await listWorkloads(
    source,
    namespaces.map((pair) => pair.source),
  );
  const strangers = workloads.flatMap((workload) => {
    const by = workload.metadata.annotations?.[QUIESCED_BY];
    return by === undefined || ours.has(by)
      ? []
      : [`${describeObject(keyOf(workload))} by run ${by}`];
  });
  const intro = 'Runs that are not of this plan stopped these on the source, and they are left so';
  return leftAlone('StoppedByOthers', intro, strangers);
}
