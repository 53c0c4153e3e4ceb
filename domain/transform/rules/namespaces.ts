import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule, TransformContext } from '../contract.ts';
import { dropAnnotations, edit } from '../edit.ts';
import { mapNamespace, toTarget } from '../mapping.ts';
import { warning } from '../note.ts';
import { annotationOf, isRecord, nameOf } from '../read.ts';
import { NAME_LABEL } from './namespace-selectors.ts';

const KINDS = ['Namespace'];
const UID_RANGE = 'openshift.io/sa.scc.uid-range';

/** A namespace is called as the plan says, and its own label agrees. */
export const NAMESPACE_NAME: Rule = {
  name: 'namespace-name',
  kinds: KINDS,
  apply(namespace, context) {
    const named = edit(namespace, ['metadata', 'name'], toTarget(context));
    const label = ['metadata', 'labels', NAME_LABEL];
    return { keep: edit<KubeObject>(named, label, toTarget(context)) };
  },
};

const TAKEN = 'uid-range-taken';

/** Pods of two namespaces must not run as the same users: their files would be each other's. */
export const UID_RANGE_TAKEN: Rule = {
  name: TAKEN,
  kinds: KINDS,
  apply(namespace, context) {
    const range = annotationOf(namespace, UID_RANGE) ?? '';
    const holder = holderOf(range, mapNamespace(nameOf(namespace), context), context);
    if (holder === undefined) return { keep: namespace };
    const keep = dropAnnotations(namespace, (key) => key.startsWith('openshift.io/sa.scc.'));
    const text = `user ids ${range} belong to namespace ${holder} on the target, which gives others: do pods still own their files?`;
    return { keep, notes: [warning(TAKEN, text)] };
  },
};

/** Another namespace whose range has ids of this one. */
function holderOf(range: string, self: string, { target }: TransformContext): string | undefined {
  const wanted = idsOf(range);
  if (wanted === undefined) return undefined;
  const held = Object.entries(target.uidRanges).find(([other, namespace]) => {
    const ids = idsOf(other);
    return namespace !== self && ids !== undefined && overlap(wanted, ids);
  });
  return held?.[1];
}

interface Ids {
  first: number;
  last: number;
}

function overlap(one: Ids, other: Ids): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** `first/count`, or `first-last`. */
function idsOf(range: string): Ids | undefined {
  const [, first, sign, second] = /^(\d+)([/-])(\d+)$/.exec(range) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const start = Number(first);
  return { first: start, last: sign === '-' ? Number(second) : start + Number(second) - 1 };
}

const SELECTOR = 'namespace-node-selector';
const SELECTORS = ['openshift.io/node-selector', 'scheduler.alpha.kubernetes.io/node-selector'];

/** A namespace may send all its pods to certain nodes. */
export const NAMESPACE_NODE_SELECTOR: Rule = {
  name: SELECTOR,
  kinds: KINDS,
  apply: (namespace, { target }) => ({
    keep: namespace,
    notes: SELECTORS.flatMap((key) => selectorNotes(namespace, key, target.nodeLabels)),
  }),
};

function selectorNotes(
  namespace: KubeObject,
  key: string,
  nodes: TransformContext['target']['nodeLabels'],
): Note[] {
  const selector = annotationOf(namespace, key) ?? '';
  const wanted = selector.split(',').filter((pair) => pair.includes('='));
  const fits = (labels: unknown) => wanted.every((pair) => hasLabel(labels, pair));
  if (wanted.length === 0 || nodes.some(fits)) return [];
  return [warning(SELECTOR, `no node of the target has ${selector}, which ${key} asks for`)];
}

function hasLabel(labels: unknown, pair: string): boolean {
  const sign = pair.indexOf('=');
  const value = pair.slice(sign + 1).trim();
  return isRecord(labels) && labels[pair.slice(0, sign).trim()] === value;
}
