import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { ledgerKeyOf, marked } from '../../domain/objects/ledger.ts';
import type { Placement } from '../../domain/objects/placement.ts';
import type { Shipment } from '../../domain/objects/shipment.ts';
import type { Finding } from '../../domain/rehearsal/finding.ts';
import { answerFindings } from '../../domain/rehearsal/findings.ts';
import { hostFindings, servesHosts } from '../../domain/rehearsal/hosts.ts';
import { namespaceFindings } from '../../domain/rehearsal/namespaces.ts';
import { isAccountComing, rehearsedPod } from '../../domain/rehearsal/pod.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { TransformContext } from '../../domain/transform/contract.ts';
import { NODE_PORT_TAKEN } from '../../domain/transform/rules/node-ports.ts';
import { nameOf, namespaceOf } from '../../domain/transform/read.ts';
import { targetClaim } from '../../domain/volumes/target-claim.ts';
import { askTarget, type Question } from './ask.ts';
import { type Founded, foundNamespaces, lookAtNamespaces } from './namespaces.ts';
import { readPresent } from './present.ts';
import { rehearseQuotas } from './rehearse-quotas.ts';

/** What is to be rehearsed. */
export interface Play {
  source: Cluster;
  target: Cluster;
  facts: RunFacts;
  context: TransformContext;
  shipment: Shipment;
  /** What is to be done for each object that the run makes. */
  placements: readonly Placement[];
}

export interface Rehearsal {
  findings: Finding[];
  /** Namespaces that were made for it, and that the run needs if it goes on. */
  made: KubeObject[];
}

/**
 * Finds what the target would refuse: every object that is to arrive, a pod of every workload and every new claim are
 * shown to it in a dry run; quotas are added up, hosts compared. The namespaces that the run needs are made first,
 * since policies go by them. May be called again at any time.
 */
export async function rehearse(play: Play): Promise<Rehearsal> {
  const { target, facts, shipment } = play;
  const { founded, ending } = await openNamespaces(play);
  const refused = founded.flatMap((one) => (one.refused === undefined ? [] : one.target));
  const closed = new Set([...refused, ...ending]);
  const claims = await newClaims(play);
  const objects = play.placements.flatMap(({ act, wanted }) => (act === 'create' ? wanted : []));
  const coming = [...objects, ...claims];
  const pods = podsOf(play, objects).filter(({ shown }) => !closed.has(namespaceOf(shown)));
  const questions = [...objectsOf(play, claims), ...pods.filter(({ isJudged }) => isJudged)];
  const [asked, hosts] = await Promise.all([
    askTarget(
      target,
      questions.filter(({ shown }) => !closed.has(namespaceOf(shown))),
      coming,
    ),
    presentHosts(target, shipment),
  ]);
  const admitted = new Map(asked.map((one) => [one.shown, one.admitted]));
  const quotas = await rehearseQuotas({
    target,
    namespaces: facts.namespaces.map((pair) => pair.target).filter((name) => !closed.has(name)),
    coming,
    pods: pods.map(({ about, shown }) => ({ workload: about, pod: admitted.get(shown) ?? shown })),
  });
  return {
    findings: [
      ...namespaceFindings(founded, ending),
      ...answerFindings(asked, quotas),
      ...quotas,
      ...hostFindings(
        shipment.arrivals.map(({ wanted }) => wanted),
        hosts,
      ),
    ],
    made: founded.flatMap((one) => one.made ?? []),
  };
}

async function openNamespaces({ source, target, facts, context }: Play): Promise<{
  founded: Founded[];
  ending: string[];
}> {
  const { lacking, ending } = await lookAtNamespaces(target, facts.namespaces);
  return { founded: await foundNamespaces({ source, target }, lacking, context), ending };
}

/** Claims that are made when their volumes are copied; one of an earlier run is there already. */
async function newClaims({ target, facts, shipment }: Play): Promise<KubeObject[]> {
  const found = new Map(
    shipment.arrivals
      .filter((arrival) => arrival.found.kind === 'PersistentVolumeClaim')
      .map((arrival) => [`${namespaceOf(arrival.found)}/${nameOf(arrival.found)}`, arrival.found]),
  );
  const wanted = facts.volumes.flatMap((volume) => {
    const claim = found.get(`${volume.namespace}/${volume.claim}`);
    return claim === undefined ? [] : targetClaim(facts.run, volume, claim);
  });
  const present = await readPresent(target, wanted.map(keyOf));
  return wanted.filter((claim) => !present.has(ledgerKeyOf(claim)));
}

/** With it what a pod may do depends on its account: without that nobody can say. */
const CONSTRAINTS = 'SecurityContextConstraints.security.openshift.io';

/** Every object that is to be made; pods come by themselves. */
function objectsOf(
  { facts, placements, shipment }: Play,
  claims: readonly KubeObject[],
): Question[] {
  // The server would say once more what the rule has told, without the holder of the port.
  const told = new Set(
    shipment.notes.flatMap(({ found, note }) => (note.rule === NODE_PORT_TAKEN.name ? found : [])),
  );
  const objects = placements.flatMap(({ act, found, wanted }) =>
    act === 'create' && wanted.kind !== 'Pod' && !told.has(found) ? wanted : [],
  );
  return [...objects, ...claims].map((about) => ({
    ...{ about, ofPod: false, shown: marked(about, facts.run.uid) },
  }));
}

type PodQuestion = Question & { isJudged: boolean };

/** A pod of every workload, as it is to run. */
function podsOf({ context, shipment }: Play, coming: readonly KubeObject[]): PodQuestion[] {
  const { priorityClasses, runtimeClasses, servedVersions } = context.target;
  const namesOf = (kind: string) => coming.filter((object) => object.kind === kind).map(nameOf);
  const later = new Set(namesOf('PriorityClass'));
  const comingAccounts = new Set(
    coming
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map((account) => `${namespaceOf(account)}/${nameOf(account)}`),
  );
  const gaps = {
    comingAccounts,
    priorityClasses: priorityClasses.filter((name) => !later.has(name)),
    runtimeClasses,
  };
  return shipment.arrivals.flatMap(({ wanted }) => {
    const shown = rehearsedPod(wanted, gaps);
    if (shown === undefined) return [];
    const isJudged = !(Object.hasOwn(servedVersions, CONSTRAINTS) && isAccountComing(wanted, gaps));
    return { about: wanted, ofPod: true, shown, isJudged };
  });
}

/** What serves hosts on the whole target; nothing when nothing of the kind arrives. */
async function presentHosts(target: Cluster, { arrivals }: Shipment): Promise<KubeObject[]> {
  const kinds = new Map(
    arrivals
      .filter(({ wanted }) => servesHosts(wanted))
      .map(({ wanted: { apiVersion, kind } }) => [apiVersion, { apiVersion, kind }]),
  );
  const lists = await Promise.all(
    [...kinds.values()].map(async (query) => {
      try {
        return await target.list(query);
      } catch (error) {
        // That the target does not serve the kind is told elsewhere.
        if (isFailure(error, 'DRAY-1010')) return [];
        throw error;
      }
    }),
  );
  return lists.flat();
}
