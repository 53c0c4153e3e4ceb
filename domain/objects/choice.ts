import type { LabelSelector } from '../kinds/label-selector.ts';
import type { MigPlan } from '../kinds/mig-plan.ts';
import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { textAt } from '../transform/read.ts';
import type { Shipment } from './shipment.ts';

/** The objects that a plan chooses; all others stay. */
export interface ObjectChoice {
  /** Empty: every kind. */
  kinds: readonly GroupKind[];
  /** Empty: whatever the labels. */
  selector: LabelSelector;
}

/** The rule of what stays behind since nobody chose it. */
export const NOT_CHOSEN = 'not-chosen';

const REASON = 'the plan does not choose it (spec.includedResources, spec.labelSelector)';
const CLAIM_REASON =
  'a plan that chooses objects moves them alone; claims come with a stage or a state migration';

/** What a plan chooses; undefined when it moves everything. */
export function choiceOf({
  includedResources = [],
  labelSelector = {},
}: Pick<MigPlan['spec'], 'includedResources' | 'labelSelector'>): ObjectChoice | undefined {
  const kinds = includedResources.map(({ group = '', kind }) =>
    group === '' ? kind : `${kind}.${group}`,
  );
  const { matchLabels = {}, matchExpressions = [] } = labelSelector;
  const isOpen = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
  return kinds.length === 0 && isOpen ? undefined : { kinds, selector: labelSelector };
}

/** What arrives of a shipment by choice: decided on with everything else in sight, and left alone then. */
export function chosenOf(shipment: Shipment, choice: ObjectChoice | undefined): Shipment {
  if (choice === undefined) return shipment;
  const wanted = shipment.arrivals.filter(({ found }) => isChosen(found, choice));
  const kinds = new Set(wanted.map(({ found }) => groupKindOf(found)));
  const chosen = new Set(wanted.map(({ found }) => found));
  // Without its definition an object of a custom kind cannot be made.
  for (const { found } of shipment.arrivals) {
    const defined = definedBy(found);
    if (defined !== undefined && kinds.has(defined)) chosen.add(found);
  }
  const arrivals = shipment.arrivals.filter(({ found }) => chosen.has(found));
  const others = shipment.arrivals.flatMap(({ found }) => (chosen.has(found) ? [] : [found]));
  return {
    arrivals,
    left: [
      ...shipment.left.map((one) =>
        isChosen(one.found, choice) ? one : { ...one, ...whyNot(one.found) },
      ),
      ...others.map((found) => ({ found, ...whyNot(found) })),
    ],
    notes: shipment.notes.filter(({ found }) => chosen.has(found)),
  };
}

/** Whether a plan chooses an object by itself. Claims it never does: their data would not be in them. */
export function isChosen(object: KubeObject, choice: ObjectChoice | undefined): boolean {
  if (choice === undefined) return true;
  const kind = groupKindOf(object);
  if (isClaim(kind)) return false;
  if (choice.kinds.length > 0 && !choice.kinds.includes(kind)) return false;
  return matchesSelector(choice.selector, object.metadata.labels ?? {});
}

/** Of kinds that could not be listed (`kind.group: why`, `group/version: why`), those that the choice may ask for. */
export function askedFor(unlisted: readonly string[], choice: ObjectChoice | undefined): string[] {
  if (choice === undefined || choice.kinds.length === 0) return [...unlisted];
  return unlisted.filter((text) =>
    choice.kinds.some((kind) => {
      const group = kind.includes('.') ? kind.slice(kind.indexOf('.') + 1) : '';
      return text.startsWith(`${kind}: `) || (group !== '' && text.startsWith(`${group}/`));
    }),
  );
}

/** As the API server matches labels. */
export function matchesSelector(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const all = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return all && matchExpressions.every((requirement) => meets(requirement, labels));
}

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

function meets(
  { key, operator, values = [] }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new TypeError(`${operator} is no operator of label selectors`);
  }
}

function whyNot(object: KubeObject): { rule: string; reason: string } {
  return { rule: NOT_CHOSEN, reason: isClaim(groupKindOf(object)) ? CLAIM_REASON : REASON };
}

function isClaim(kind: GroupKind): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume';
}

/** The kind that a definition defines; undefined for everything else. */
function definedBy(object: KubeObject): GroupKind | undefined {
  if (groupKindOf(object) !== 'CustomResourceDefinition.apiextensions.k8s.io') return undefined;
  const [kind, group] = [
    textAt(object, ['spec', 'names', 'kind']),
    textAt(object, ['spec', 'group']),
  ];
  return kind === undefined || group === undefined ? undefined : `${kind}.${group}`;
}
