import { at, listAt, textAt } from '../transform/read.ts';
import { type Amounts, atLeast, plus, readAmounts, renamed } from './amounts.ts';

interface Asked {
  requests: Amounts;
  limits: Amounts;
}

/** What containers ask for that say nothing themselves: the defaults of the LimitRanges of a namespace. */
export interface ContainerDefaults {
  requests: Amounts;
  limits: Amounts;
}

export const NO_DEFAULTS: ContainerDefaults = { requests: {}, limits: {} };

/** The defaults that LimitRanges of one namespace set for containers. */
export function containerDefaults(ranges: readonly unknown[]): ContainerDefaults {
  const items = ranges
    .flatMap((range) => listAt(range, ['spec', 'limits']))
    .filter((item) => textAt(item, ['type']) === 'Container');
  return items.reduce<ContainerDefaults>(
    (found, item) => ({
      requests: { ...readAmounts(at(item, ['defaultRequest'])), ...found.requests },
      limits: { ...readAmounts(at(item, ['default'])), ...found.limits },
    }),
    NO_DEFAULTS,
  );
}

/**
 * What one pod counts for a ResourceQuota, under every name that a quota may have for it: `pods`, `cpu`,
 * `requests.cpu`, `limits.memory`.
 * @param spec of the pod
 */
export function podAmounts(spec: unknown, defaults: ContainerDefaults): Amounts {
  const { requests, limits } = askedByPod(spec, defaults);
  return {
    ...{ pods: 1000, 'count/pods': 1000 },
    ...requests,
    ...renamed(requests, (name) => `requests.${name}`),
    ...renamed(limits, (name) => `limits.${name}`),
  };
}

/** Whether no container of a pod asks for processors or memory. */
export function isBestEffort(spec: unknown, defaults: ContainerDefaults): boolean {
  const { requests, limits } = askedByPod(spec, defaults);
  return [requests, limits].every(({ cpu = 0, memory = 0 }) => cpu === 0 && memory === 0);
}

function askedByPod(spec: unknown, defaults: ContainerDefaults): Asked {
  const read = (container: unknown) => askedBy(container, defaults);
  const main = sum(listAt(spec, ['containers']).map(read));
  const first = beforeMain(listAt(spec, ['initContainers']), read);
  const together = { requests: total('requests'), limits: total('limits') };
  function total(field: keyof Asked): Amounts {
    return atLeast(plus(main[field], first.beside[field]), first.peak[field]);
  }
  const overhead = readAmounts(at(spec, ['overhead']));
  // What is said of the pod as a whole counts in the place of the sum.
  const whole = askedBy({ resources: at(spec, ['resources']) }, NO_DEFAULTS);
  return {
    requests: plus({ ...together.requests, ...whole.requests }, overhead),
    limits: plus({ ...together.limits, ...whole.limits }, overhead),
  };
}

/** Containers that run one after another before the others, and those of them that go on beside. */
function beforeMain(
  containers: readonly unknown[],
  read: (container: unknown) => Asked,
): { beside: Asked; peak: Asked } {
  let beside = NOTHING;
  let peak = NOTHING;
  for (const container of containers) {
    const asked = sum([beside, read(container)]);
    peak = {
      requests: atLeast(peak.requests, asked.requests),
      limits: atLeast(peak.limits, asked.limits),
    };
    if (textAt(container, ['restartPolicy']) === 'Always') beside = asked;
  }
  return { beside, peak };
}

const NOTHING: Asked = { requests: {}, limits: {} };

function sum(asked: readonly Asked[]): Asked {
  return asked.reduce(
    (all, one) => ({
      requests: plus(all.requests, one.requests),
      limits: plus(all.limits, one.limits),
    }),
    NOTHING,
  );
}

/** A limit of its own is a request too, and goes before the default of a request. */
function askedBy(container: unknown, defaults: ContainerDefaults): Asked {
  const own = (field: string) => readAmounts(at(container, ['resources', field]));
  const limits = { ...defaults.limits, ...own('limits') };
  return {
    requests: { ...limits, ...defaults.requests, ...own('limits'), ...own('requests') },
    limits,
  };
}
