import { quantityMillis } from '../kinds/quantity.ts';
import { isRecord } from '../transform/read.ts';

/** Amounts by name, in thousandths: `cpu`, `requests.memory`, `count/secrets`. */
export type Amounts = Readonly<Record<string, number>>;

/** Quantities by name; what is no quantity is left out. */
export function readAmounts(quantities: unknown): Amounts {
  const entries = Object.entries(isRecord(quantities) ? quantities : {}).flatMap(
    ([name, found]): [string, number][] => {
      const isText = typeof found === 'string' || typeof found === 'number';
      const amount = isText ? quantityMillis(found) : undefined;
      return amount === undefined ? [] : [[name, amount]];
    },
  );
  return Object.fromEntries(entries);
}

export function plus(one: Amounts, other: Amounts): Amounts {
  return merged(one, other, (a, b) => a + b);
}

/** Of each the larger one. */
export function atLeast(one: Amounts, other: Amounts): Amounts {
  return merged(one, other, Math.max);
}

export function times(amounts: Amounts, count: number): Amounts {
  return renamed(amounts, (name) => name, count);
}

/** The amounts by other names. */
export function renamed(amounts: Amounts, nameOf: (name: string) => string, count = 1): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [nameOf(name), amount * count]),
  );
}

function merged(one: Amounts, other: Amounts, join: (a: number, b: number) => number): Amounts {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => [name, join(one[name] ?? 0, other[name] ?? 0)]),
  );
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const BYTES = /memory|storage$|hugepages-/;

/** An amount as people write it: `1.5`, `250m`, `512Mi`. */
export function describeAmount(name: string, millis: number): string {
  if (!BYTES.test(name)) {
    return millis % 1000 === 0 || !name.endsWith('cpu') ? String(millis / 1000) : `${millis}m`;
  }
  let value = Math.abs(millis) / 1000;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${millis < 0 ? '-' : ''}${Number(value.toFixed(2))}${UNITS[unit] ?? ''}`;
}
