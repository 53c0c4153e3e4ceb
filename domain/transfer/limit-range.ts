import { quantityMillis } from '../kinds/quantity.ts';
import type { KubeObject } from '../kube-object.ts';
import { type EndResources, type Resources, USUAL } from './resources.ts';

type Amounts = Record<string, string | number>;

/** One entry of `spec.limits` of a LimitRange. */
interface LimitItem {
  type?: string;
  min?: Amounts;
  max?: Amounts;
  default?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

const RESOURCES = ['cpu', 'memory'] as const;
type Resource = (typeof RESOURCES)[number];

/** Limits where a namespace wants some, and says not how much: enough for a million files. */
const AMPLE: Record<Resource, number> = { cpu: 1_000, memory: 512 * 2 ** 20 * 1_000 };

/** Both containers count for a pod. */
const CONTAINERS_OF_POD = 2;

/** What holds for one container, in thousandths of a core or byte. */
interface Bounds {
  min: number;
  max: number;
  /** Whether a limit is wanted, or would be put in by default. */
  limited: boolean;
  /** How many times its request a limit may be. */
  ratio: number;
}

/**
 * What the containers of one end ask for, raised or lowered to what the LimitRanges of their namespace admit. Limits
 * are only set where a LimitRange or a ResourceQuota would not do without: a default that is less than what is asked
 * for would make the pod invalid.
 */
export function fitWithin(
  limitRanges: readonly KubeObject[],
  quotas: readonly KubeObject[],
): EndResources {
  const items = limitRanges.flatMap(
    (range) => (range['spec'] as { limits?: LimitItem[] } | undefined)?.limits ?? [],
  );
  const counted = quotas.flatMap((quota) =>
    Object.keys((quota['spec'] as { hard?: Amounts } | undefined)?.hard ?? {}),
  );
  const bounds = Object.fromEntries(
    RESOURCES.map((resource) => [resource, boundsOf(resource, items, counted)]),
  ) as Record<Resource, Bounds>;
  return { mover: fit(USUAL.mover, bounds), tunnel: fit(USUAL.tunnel, bounds) };
}

function boundsOf(
  resource: Resource,
  items: readonly LimitItem[],
  counted: readonly string[],
): Bounds {
  const bounds: Bounds = { min: 0, max: Infinity, limited: false, ratio: Infinity };
  for (const item of items) {
    const share = item.type === 'Pod' ? CONTAINERS_OF_POD : 1;
    if (item.type !== 'Container' && item.type !== 'Pod') continue;
    const max = amountOf(item.max, resource);
    bounds.min = Math.max(bounds.min, Math.ceil((amountOf(item.min, resource) ?? 0) / share));
    bounds.max = Math.min(bounds.max, Math.floor((max ?? Infinity) / share));
    bounds.limited ||= max !== undefined || amountOf(item.default, resource) !== undefined;
    const ratio = amountOf(item.maxLimitRequestRatio, resource);
    if (ratio !== undefined) {
      bounds.ratio = Math.min(bounds.ratio, ratio / 1_000);
      bounds.limited = true;
    }
  }
  bounds.limited ||= counted.includes(`limits.${resource}`);
  return bounds;
}

function fit(wanted: Resources, bounds: Record<Resource, Bounds>): Resources {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const resource of RESOURCES) {
    const { min, max, limited, ratio } = bounds[resource];
    const usual = wanted.requests[resource] ?? '0';
    const asked = Math.min(Math.max(amountOf(wanted.requests, resource) ?? 0, min), max);
    const limit = Math.max(Math.min(AMPLE[resource], max, asked * ratio), asked);
    requests[resource] = written(resource, asked, usual);
    if (limited) limits[resource] = written(resource, limit, usual);
  }
  return { requests, ...(Object.keys(limits).length === 0 ? {} : { limits }) };
}

function amountOf(amounts: Amounts | undefined, resource: Resource): number | undefined {
  const quantity = amounts?.[resource];
  return quantity === undefined ? undefined : quantityMillis(quantity);
}

/** As people write it, where that is what was there. */
function written(resource: Resource, millis: number, usual: string): string {
  if (quantityMillis(usual) === millis) return usual;
  return resource === 'cpu' ? `${String(Math.floor(millis))}m` : String(Math.floor(millis / 1_000));
}
