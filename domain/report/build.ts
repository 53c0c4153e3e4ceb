import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import type { Arrival, Shipment } from '../objects/shipment.ts';
import type { TransformContext } from '../transform/contract.ts';
import { changedFields } from './changed-fields.ts';
import type { Finding, Outcome, Reason, Report, ReportedObject } from './report.ts';
import { isTrivial } from './trivial.ts';

/** What a report is made of. */
export interface Reported {
  shipment: Shipment;
  /** The one that the shipment was decided with. */
  context: TransformContext;
  /** What a look at the target, or a rehearsal, has found beside. */
  findings?: readonly Finding[];
}

/** The rule of what no rule says. */
const FOUND = 'found-on-target';

/** Says of every object of the shipment, once, what becomes of it and why. */
export function buildReport(
  { shipment, context, findings = [] }: Reported,
  head: Pick<Report, 'at' | 'request'>,
): Report {
  const notes = Map.groupBy(shipment.notes, ({ found }) => found);
  const places = Map.groupBy(shipment.arrivals, ({ wanted }) => describeObject(keyOf(wanted)));
  const ofObjects = Map.groupBy(findings, ({ object = '' }) => {
    const [meant, ...others] = places.get(object) ?? [];
    // Kinds of two groups may have one name.
    return others.length === 0 ? meant?.found : undefined;
  });
  const reasonsOf = (found: KubeObject): Reason[] => [
    ...(notes.get(found) ?? []).map(({ note: { severity, rule, text } }) => ({
      ...{ severity, rule, text },
    })),
    ...(ofObjects.get(found) ?? []).map(reasonOf),
  ];
  return {
    ...head,
    objects: [
      ...shipment.left.map(leftBehind),
      ...shipment.arrivals.map((one) => arriving(one, reasonsOf(one.found), context)),
    ],
    findings: ofObjects.get(undefined) ?? [],
  };
}

function leftBehind({ found, rule, reason }: Shipment['left'][number]): ReportedObject {
  return {
    ...keyOf(found),
    outcome: 'leftBehind',
    notable: !isTrivial(rule),
    reasons: [{ severity: 'left', rule, text: reason }],
    fields: [],
  };
}

function arriving(
  { found, wanted }: Arrival,
  reasons: Reason[],
  context: TransformContext,
): ReportedObject {
  const { name, namespace } = wanted.metadata;
  const fields = changedFields(found, wanted, context);
  return {
    ...keyOf(found),
    target: { name, ...(namespace === undefined ? {} : { namespace }) },
    outcome: outcomeOf(reasons, fields),
    notable: reasons.some(({ severity }) => severity !== 'change'),
    reasons,
    fields,
  };
}

function outcomeOf(reasons: readonly Reason[], fields: readonly string[]): Outcome {
  if (reasons.some(({ severity }) => severity === 'refusal')) return 'refused';
  return reasons.length > 0 || fields.length > 0 ? 'changed' : 'asItIs';
}

function reasonOf({ severity, text, advice }: Finding): Reason {
  return { severity, rule: FOUND, text, ...(advice === undefined ? {} : { advice }) };
}
