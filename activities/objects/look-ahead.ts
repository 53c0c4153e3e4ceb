import type { Cluster } from '../../clients/kube/cluster.ts';
import { type Failure, failure } from '../../domain/failures/failure.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { shipmentRefusals } from '../../domain/objects/attention.ts';
import { isMade, ledgerKeyOf } from '../../domain/objects/ledger.ts';
import type { Placement } from '../../domain/objects/placement.ts';
import { listed, refusedPlaces } from '../../domain/objects/refusals.ts';
import { type Finding, rehearsalConditions, sentencesOf } from '../../domain/rehearsal/finding.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { foreignClaims } from '../target.ts';
import { type Decided, decideOnAll, placeable } from './decide.ts';
import { earlierLedgers } from './earlier.ts';
import { lookAtPlaces } from './intents.ts';
import { type LeftUnread, listUnread, withUnread } from './left-unread.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { removeFounded } from './namespaces.ts';
import { rehearse } from './rehearse.ts';
import { reportRun } from './report.ts';
import { findingsOf } from './sighted.ts';

/** What is to be expected of the objects of an application on the target. */
export interface Outlook {
  /** What keeps them from arriving; nothing when all is well. */
  obstacles: Failure[];
  /** What somebody should look at. */
  attention: ConditionDraft[];
}

/** What is to be moved, and what is known to be in its way. */
export interface Sight extends Decided {
  source: Cluster;
  target: Cluster;
  /** Places that somebody else has taken. */
  taken: Refused[];
  /** Claims on the target that must not be copied over. */
  claims: readonly { object: string; refusal: string }[];
  /** What the target says of it. */
  rehearsed: readonly Finding[];
  /** Namespaces that were made to ask it. */
  made: readonly KubeObject[];
  unread: LeftUnread;
}

type Refused = Extract<Placement, { act: 'refuse' }>;

/**
 * Everything that can be known to keep objects from arriving, before anything of the application is touched: kinds
 * that cannot be read (DRAY-2008), objects that cannot arrive as they must and what the target says in a rehearsal
 * (DRAY-2008), places and claims that somebody else has (DRAY-1011, DRAY-3010, when nothing else is in the way). A run
 * that is refused says in its report what becomes of every object.
 */
export async function lookAhead(ports: Ports, facts: RunFacts): Promise<Outlook> {
  const sight = await lookAround(ports, facts);
  const attention = rehearsalConditions(sight.rehearsed);
  const refusal = refusalOf(sight);
  if (refusal === undefined) return { obstacles: [], attention };
  await removeFounded(sight.target, sight.made);
  await reportRun(ports.clusters.host, facts.run, { ...sight, findings: findingsOf(sight) });
  return { obstacles: [refusal], attention };
}

/**
 * Decides on everything, looks at its places on the target, and asks the target. Nothing is touched, but namespaces
 * that the target lacks are there afterwards.
 */
export async function lookAround(ports: Ports, facts: RunFacts): Promise<Sight> {
  const { host } = ports.clusters;
  const { source, target } = await bothClusters(ports, facts);
  const names = facts.namespaces.map((pair) => pair.source);
  const [decided, unread, ledger, earlier] = await Promise.all([
    decideOnAll(source, target, facts),
    listUnread(source, names),
    openLedger(host, facts.run),
    earlierLedgers(host, facts.run),
  ]);
  const arrivals = placeable(decided.shipment, facts.run);
  const { placements } = await lookAtPlaces({ target, ledger, arrivals });
  const taken = placements.filter((one) => one.act === 'refuse');
  const claims = await foreignClaims(target, facts);
  // What cannot be read cannot be rehearsed.
  const { findings: rehearsed, made } =
    decided.unlisted.length > 0
      ? { findings: [], made: [] }
      : await rehearse({ ...decided, ...{ source, target, facts, placements } });
  return {
    ...{ ...decided, source, target, unread, claims, rehearsed, made },
    shipment: withUnread(decided.shipment, unread),
    taken: taken.filter((one) => !willBeTakenBack(one, earlier)),
  };
}

/** The code says what all of it has in common. */
function refusalOf(sight: Sight): Failure | undefined {
  const { source, target, shipment, unlisted, claims } = sight;
  if (unlisted.length > 0) {
    const detail = `${listed(unlisted)}; it is not known whether the namespaces have objects of it`;
    const hint = 'Repair the API, or delete its APIService or definition, and run again.';
    return failure('DRAY-2008', { detail, object: source.name, hint });
  }
  const others = [...shipmentRefusals(shipment), ...sentencesOf(sight.rehearsed, 'refusal')];
  const taken = refusedPlaces(sight.taken);
  const all = [...others, ...taken, ...claims.map((one) => `${one.object}: ${one.refusal}`)];
  const [claim] = claims;
  if (all.length === 0) return undefined;
  if (all.length === 1 && claim !== undefined) {
    const object = `${target.name}: ${claim.object}`;
    return failure('DRAY-3010', { detail: claim.refusal, object });
  }
  const detail = { detail: listed(all), object: target.name };
  if (others.length > 0) return failure('DRAY-2008', detail);
  return failure(taken.length > 0 ? 'DRAY-1011' : 'DRAY-3010', detail);
}

/** What earlier runs left makes way before this one comes to it. */
function willBeTakenBack(placement: Refused, earlier: readonly Ledger[]): boolean {
  return earlier.some(({ run, entries, complete }) => {
    const entry = entries.get(ledgerKeyOf(placement.wanted));
    return !complete && isMade(placement.present, entry, run.uid);
  });
}
