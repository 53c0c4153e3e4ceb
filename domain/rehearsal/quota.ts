import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { at, listAt, textAt } from '../transform/read.ts';
import { type Amounts, describeAmount, plus, readAmounts, times } from './amounts.ts';
import type { Finding } from './finding.ts';

/** What an object of the run will take from the quotas of its namespace, once all of it runs. */
export interface Demand {
  namespace: string;
  /** The object, or the workload whose pods they are: `Kind namespace/name`. */
  owner: string;
  /** Of one. */
  amounts: Amounts;
  count: number;
  /** What scopes of quotas ask of a pod; undefined for what is no pod. */
  pod?: PodTraits;
}

export interface PodTraits {
  bestEffort: boolean;
  /** It has a deadline. */
  terminating: boolean;
  priorityClass: string;
}

export interface Quota {
  quota: KubeObject;
  /** It comes with the run; what is used of it is not known. */
  arrives: boolean;
}

/** So many of those who ask are named, the largest first. */
const NAMED = 3;

/** Quotas that all of the application together would exceed. What is not known is taken to be nothing. */
export function quotaFindings(quotas: readonly Quota[], demands: readonly Demand[]): Finding[] {
  return quotas.flatMap((one) => {
    const asked = demands.filter((demand) => isCountedBy(one.quota, demand));
    const over = overruns(one, asked);
    if (over.length === 0) return [];
    return [
      {
        object: describeObject(keyOf(one.quota)),
        severity: 'refusal' as const,
        text: over.join('; '),
        advice: one.arrives
          ? 'it comes along: raise it on the source, or have the application ask for less'
          : 'raise it on the target, or have the application ask for less',
      },
    ];
  });
}

function overruns({ quota, arrives }: Quota, asked: readonly Demand[]): string[] {
  const needed = asked.map(({ amounts, count }) => times(amounts, count)).reduce<Amounts>(plus, {});
  const used = arrives ? {} : readAmounts(at(quota, ['status', 'used']));
  const hard = readAmounts(at(quota, ['spec', 'hard']));
  return Object.entries(hard).flatMap(([name, limit]) => {
    const need = needed[name] ?? 0;
    const taken = used[name] ?? 0;
    if (need === 0 || taken + need <= limit) return [];
    const say = (amount: number) => describeAmount(name, amount);
    const before = taken === 0 ? '' : `, of which ${say(taken)} are taken`;
    return `it allows ${name} ${say(limit)}${before}; ${say(need)} more are needed: ${largest(name, asked)}`;
  });
}

/** `Deployment store/web 2 × 500m`, the largest first. */
function largest(name: string, asked: readonly Demand[]): string {
  const asking = asked
    .map(({ owner, amounts, count }) => ({ owner, count, each: amounts[name] ?? 0 }))
    .filter(({ each, count }) => each * count > 0)
    .sort((a, b) => b.each * b.count - a.each * a.count);
  const named = asking.slice(0, NAMED).map(({ owner, count, each }) => {
    const amount = describeAmount(name, each);
    return count === 1 ? `${owner} ${amount}` : `${owner} ${count} × ${amount}`;
  });
  const more = asking.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function isCountedBy(quota: KubeObject, { namespace, pod }: Demand): boolean {
  if (quota.metadata.namespace !== namespace) return false;
  const expressions = [
    ...listAt(quota, ['spec', 'scopes']).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...listAt(quota, ['spec', 'scopeSelector', 'matchExpressions']),
  ];
  if (expressions.length === 0) return true;
  return pod !== undefined && expressions.every((expression) => isInScope(expression, pod));
}

/** Scopes that nobody knows here hold nothing: no quota is found too small by mistake. */
function isInScope(expression: unknown, pod: PodTraits): boolean {
  switch (textAt(expression, ['scopeName'])) {
    case 'BestEffort':
      return pod.bestEffort;
    case 'NotBestEffort':
      return !pod.bestEffort;
    case 'Terminating':
      return pod.terminating;
    case 'NotTerminating':
      return !pod.terminating;
    case 'PriorityClass':
      return isOfClass(expression, pod.priorityClass);
    default:
      return false;
  }
}

function isOfClass(expression: unknown, name: string): boolean {
  const isNamed = listAt(expression, ['values']).includes(name);
  switch (textAt(expression, ['operator'])) {
    case 'In':
      return isNamed;
    case 'NotIn':
      return !isNamed;
    case 'Exists':
      return name !== '';
    case 'DoesNotExist':
      return name === '';
    default:
      return false;
  }
}
