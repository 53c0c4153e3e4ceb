import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { clear } from '../edit.ts';
import { warning } from '../note.ts';
import { POD_SPEC_KINDS, podSpecPath } from '../pod-spec.ts';
import { lookUp, recordAt } from '../read.ts';

/** Labels whose values are names of one cluster's machines, or of places where they stand. */
const OF_MACHINES = [
  /^kubernetes\.io\/hostname$/,
  /^(failure-domain\.beta|topology)\.[^/]+\//,
  /^(beta|node)\.kubernetes\.io\/instance-type$/,
  /nodepool|nodegroup|agentpool/,
];

const NAME = 'node-selector';

/**
 * A bare Pod may have been given to one machine by name. Where no node of the target will do, what names machines
 * goes. Templates say what somebody wants, so there it is only told.
 */
export const NODE_SELECTOR: Rule = {
  name: NAME,
  kinds: POD_SPEC_KINDS,
  apply(object, context) {
    const path = podSpecPath(object);
    if (path === undefined) return { keep: object };
    const place = [...path, 'nodeSelector'];
    const wanted = recordAt(object, place);
    if (Object.keys(wanted).length === 0 || isSatisfied(wanted, context)) return { keep: object };
    if (object.kind !== 'Pod') return { keep: object, notes: [unsatisfied(wanted)] };

    const keep = clear(object, place, namesMachine);
    const left = recordAt(keep, place);
    return { keep, notes: [...goneNotes(object, keep, place), ...leftNotes(left, context)] };
  },
};

function namesMachine(key: string): boolean {
  return OF_MACHINES.some((pattern) => pattern.test(key));
}

function isSatisfied(
  wanted: Readonly<Record<string, unknown>>,
  { target }: TransformContext,
): boolean {
  return target.nodeLabels.some((labels) =>
    Object.entries(wanted).every(([key, value]) => lookUp(labels, key) === value),
  );
}

function goneNotes(before: KubeObject, after: KubeObject, place: readonly string[]) {
  if (before === after) return [];
  const gone = Object.entries(recordAt(before, place)).filter(([key]) => namesMachine(key));
  return [warning(NAME, `${listed(gone)} taken away: no node of the target has that`)];
}

function leftNotes(left: Readonly<Record<string, unknown>>, context: TransformContext) {
  const none = Object.keys(left).length === 0 || isSatisfied(left, context);
  return none ? [] : [unsatisfied(left)];
}

function unsatisfied(wanted: Readonly<Record<string, unknown>>) {
  return warning(
    NAME,
    `no node of the target has ${listed(Object.entries(wanted))}: its pods stay pending`,
  );
}

function listed(entries: readonly [string, unknown][]): string {
  return entries.map(([key, value]) => `${key}=${String(value)}`).join(', ');
}
