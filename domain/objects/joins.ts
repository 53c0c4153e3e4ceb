import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { listAt, sameJson } from '../transform/read.ts';

/** Items to be added to the lists of an object: field → items. */
export type Additions = Readonly<Record<string, readonly unknown[]>>;

/** Kinds of which several applications share an object, each with items of its own in these lists. */
const SHARED_LISTS: Readonly<Record<GroupKind, readonly string[]>> = {
  'ClusterRoleBinding.rbac.authorization.k8s.io': ['subjects'],
  'SecurityContextConstraints.security.openshift.io': ['users', 'groups'],
  ServiceAccount: ['imagePullSecrets', 'secrets'],
};

/** Every namespace is given these, on OpenShift more of them. */
const GIVEN_ACCOUNTS = new Set(['default', 'builder', 'deployer', 'pipeline']);

/** What becomes of an object whose place on the target is taken by somebody else's. */
export type Meeting =
  /** It is as good as ours. */
  | { outcome: 'use' }
  /** It is everybody's: what is ours is added to it. */
  | { outcome: 'join'; added: Additions }
  | { outcome: 'clash'; because: string };

/** Others may have brought them, and nobody's application is in them. */
const USED_AS_THEY_ARE: ReadonlySet<GroupKind> = new Set([
  'CustomResourceDefinition.apiextensions.k8s.io',
  'ClusterRole.rbac.authorization.k8s.io',
  'PriorityClass.scheduling.k8s.io',
]);

/**
 * What becomes of an object that the target has already, and that the run did not make. Nothing of somebody else's is
 * ever changed, but for lists that are made to be shared.
 */
export function meet(wanted: KubeObject, present: KubeObject): Meeting {
  const kind = groupKindOf(wanted);
  if (USED_AS_THEY_ARE.has(kind)) return { outcome: 'use' };
  const lists = SHARED_LISTS[kind];
  if (lists === undefined || (kind === 'ServiceAccount' && !isGiven(wanted))) {
    return { outcome: 'clash', because: 'it is there from somebody else' };
  }
  if (!sameJson(wanted['roleRef'], present['roleRef'])) {
    return { outcome: 'clash', because: 'it gives another role there' };
  }
  const added = additionsTo(present, wanted, lists);
  return Object.keys(added).length === 0 ? { outcome: 'use' } : { outcome: 'join', added };
}

function isGiven({ metadata }: KubeObject): boolean {
  return GIVEN_ACCOUNTS.has(metadata.name);
}

function additionsTo(present: KubeObject, wanted: KubeObject, lists: readonly string[]): Additions {
  const added = lists.map((field): [string, unknown[]] => {
    const there = listAt(present, [field]);
    return [field, listAt(wanted, [field]).filter((item) => !includes(there, item))];
  });
  return Object.fromEntries(added.filter(([, items]) => items.length > 0));
}

/** The object with the items at the end of its lists; those it has already are not doubled. */
export function withAdditions(present: KubeObject, added: Additions): KubeObject {
  const lists = Object.entries(added).map(([field, items]): [string, unknown[]] => {
    const there = listAt(present, [field]);
    return [field, [...there, ...items.filter((item) => !includes(there, item))]];
  });
  return { ...present, ...Object.fromEntries(lists) };
}

/** The object without the items; undefined when it has none of them. */
export function withoutAdditions(present: KubeObject, added: Additions): KubeObject | undefined {
  const lists = Object.entries(added).map(([field, items]): [string, unknown[]] => [
    field,
    listAt(present, [field]).filter((item) => !includes(items, item)),
  ]);
  const changed = lists.some(([field, items]) => items.length < listAt(present, [field]).length);
  return changed ? { ...present, ...Object.fromEntries(lists) } : undefined;
}

function includes(items: readonly unknown[], wanted: unknown): boolean {
  return items.some((item) => sameJson(item, wanted));
}
