import type { ConditionDraft } from '../kinds/condition.ts';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import { sizeConditions } from '../capacity/size-conditions.ts';
import type { VolumeUse } from '../kinds/volume-use.ts';
import { DEFAULT_SETTINGS, type Settings } from '../settings/settings.ts';
import type { PlanFacts, ReferredObject } from './facts.ts';
import { limitFindings } from './validate-limits.ts';
import { selectionFindings } from './validate-selections.ts';
import { hookFindings } from './validate-hooks.ts';

/** What a check may look at. */
export interface PlanInput {
  facts: PlanFacts;
  volumes: readonly PlanVolume[];
  closed: boolean;
  /** What is known of their use. */
  uses?: readonly VolumeUse[];
  settings?: Settings;
  /** Findings of whoever gathered all that. */
  problems?: ConditionDraft[];
}

/** One check: what is wrong, or nothing. */
type Check = (input: PlanInput) => ConditionDraft[];

/** DNS-1123 label: what a namespace may be called. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** In MTC's order and words (mig-controller, pkg/controller/migplan/validation.go). */
const CHECKS: readonly Check[] = [
  ({ facts }) => checkRef('SourceCluster', 'spec.srcMigClusterRef', facts.sourceCluster),
  ({ facts }) => checkRef('DestinationCluster', 'spec.destMigClusterRef', facts.targetCluster),
  ({ facts }) =>
    facts.needsStorage ? checkRef('Storage', 'spec.migStorageRef', facts.storage) : [],
  checkNamespaceList,
  checkDuplicates,
  checkNames,
  checkNamespacesExist,
  ({ facts }) => hookFindings(facts.hooks),
  checkChosenKinds,
  checkStorageClasses,
  checkActions,
  ({ problems }) => problems ?? [],
  ({ facts, volumes }) => selectionFindings(facts, volumes),
  ({ facts, volumes, settings }) => limitFindings(facts, volumes, settings ?? DEFAULT_SETTINGS),
  ({ volumes, uses, settings }) =>
    sizeConditions(volumes, uses ?? [], (settings ?? DEFAULT_SETTINGS).resizing),
];

/** Every finding about a plan, and `Ready` when nothing keeps it from running. */
export function validatePlan(input: PlanInput): ConditionDraft[] {
  const findings = CHECKS.flatMap((check) => check(input));
  const done: ConditionDraft[] =
    input.facts.clusters === undefined
      ? []
      : [
          required('PvsDiscovered', 'The `persistentVolumes` list has been updated.'),
          required('StorageEnsured', 'The storage resources have been created.'),
        ];
  if (input.closed) findings.push(advisory('Closed', 'The migration plan is closed.'));
  const blocked = findings.some(({ category }) => category === 'Critical' || category === 'Error');
  const ready =
    blocked || done.length === 0 ? [] : [required('Ready', 'The migration plan is ready.')];
  return [...findings, ...done, ...ready];
}

function checkRef(
  what: 'SourceCluster' | 'DestinationCluster' | 'Storage',
  field: string,
  found: ReferredObject | undefined,
): ConditionDraft[] {
  if (found === undefined) {
    return [
      critical(
        `Invalid${what}Ref`,
        'NotFound',
        `The \`${field}\` must reference an object that exists.`,
      ),
    ];
  }
  if (found.ready) return [];
  return [critical(`${what}NotReady`, 'NotReady', `The referenced ${found.name} is not Ready.`)];
}

function checkNamespaceList({ facts }: PlanInput): ConditionDraft[] {
  if (facts.namespaces.length > 0) return [];
  return [critical('NamespaceListEmpty', 'NotFound', 'The `namespaces` list may not be empty.')];
}

function checkDuplicates({ facts }: PlanInput): ConditionDraft[] {
  const sides = [
    ['DuplicateNamespaceOnSourceCluster', facts.namespaces.map((pair) => pair.source)],
    ['DuplicateNamespaceOnDestinationCluster', facts.namespaces.map((pair) => pair.target)],
  ] as const;
  return sides.flatMap(([type, names]) => {
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length === 0) return [];
    return [critical(type, 'DuplicateNamespaces', `Named more than once: [${twice.join(', ')}].`)];
  });
}

function checkNames({ facts }: PlanInput): ConditionDraft[] {
  const wrong = facts.namespaces.map((pair) => pair.target).filter((name) => !DNS_LABEL.test(name));
  if (wrong.length === 0) return [];
  const message = `Not a DNS-1123 label (a-z, 0-9 and -, at most 63): [${wrong.join(', ')}].`;
  return [critical('NamespaceNotDNSCompliant', 'NotDNSCompliant', message)];
}

function checkNamespacesExist({ facts }: PlanInput): ConditionDraft[] {
  const { clusters } = facts;
  if (clusters === undefined) return [];
  const missing = facts.namespaces
    .map((pair) => pair.source)
    .filter((name) => !clusters.found.includes(name));
  if (missing.length === 0) return [];
  const message = `Namespaces [${missing.join(', ')}] not found on the source cluster.`;
  return [critical('NamespaceNotFoundOnSourceCluster', 'NotFound', message)];
}

function checkChosenKinds({ facts }: PlanInput): ConditionDraft[] {
  const unknown = facts.clusters?.unknownKinds ?? [];
  if (unknown.length === 0) return [];
  const message =
    `The source cluster knows no kinds [${unknown.join(', ')}], which \`spec.includedResources\` names: ` +
    'give kind and group as `kubectl api-resources` has them, the group of core kinds as "".';
  return [critical('InvalidResourceList', 'NotFound', message)];
}

function checkStorageClasses({ facts, volumes }: PlanInput): ConditionDraft[] {
  // What a cluster offers that was not asked is not known: it offers nothing only when it said so.
  if (facts.clusters === undefined) return [];
  const copied = volumes.filter((volume) => volume.selection?.action === 'copy');
  const offered = facts.clusters.targetClasses.map((found) => found.name);
  const none = copied.filter((volume) => (volume.selection?.storageClass ?? '') === '');
  const unknown = copied.filter((volume) => {
    const wanted = volume.selection?.storageClass ?? '';
    return wanted !== '' && !offered.includes(wanted);
  });
  return [
    ...finding('PvNoStorageClassSelection', none, 'no `selection.storageClass`', offered),
    ...finding('PvInvalidStorageClass', unknown, 'a class that the target lacks', offered),
  ];
}

function finding(
  type: string,
  volumes: PlanVolume[],
  what: string,
  offered: string[],
): ConditionDraft[] {
  if (volumes.length === 0) return [];
  const names = volumes.map((volume) => volume.name ?? '').join(', ');
  const message = `PVs [${names}] have ${what}; the target offers [${offered.join(', ')}].`;
  return [{ type, status: 'True', category: 'Error', reason: 'NotFound', message }];
}

function checkActions({ volumes }: PlanInput): ConditionDraft[] {
  const wrong = volumes.filter((volume) => {
    const action = volume.selection?.action ?? '';
    return !(volume.supported?.actions ?? []).includes(action);
  });
  if (wrong.length === 0) return [];
  const names = wrong.map((volume) => volume.name ?? '').join(', ');
  const message = `PVs [${names}] have a \`selection.action\` that is not among \`supported.actions\`.`;
  return [{ type: 'PvInvalidAction', status: 'True', category: 'Error', message }];
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}

function required(type: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Required', reason: 'Done', message };
}

function advisory(type: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Advisory', message };
}
