import * as z from 'zod';

/** A Kubernetes quantity: `10Gi`, `500M`, `1e9`, or a plain number. */
export const Quantity = z.union([z.int(), z.string()]).meta({ 'x-kubernetes-int-or-string': true });
export type Quantity = z.infer<typeof Quantity>;

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const PATTERN = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A storage quantity in whole bytes, rounded up as Kubernetes does.
 * `undefined` when the text is no quantity.
 */
export function quantityBytes(quantity: Quantity): number | undefined {
  const value = quantityValue(quantity);
  return value === undefined ? undefined : Math.ceil(value);
}

/** A quantity in whole thousandths, rounded up: sums of them are exact. `undefined` when the text is no quantity. */
export function quantityMillis(quantity: Quantity): number | undefined {
  const value = quantityValue(quantity);
  // What `0.29` times a thousand is too much is no thousandth.
  return value === undefined ? undefined : Math.ceil(value * 1000 - 1e-6);
}

function quantityValue(quantity: Quantity): number | undefined {
  const match = PATTERN.exec(String(quantity).trim());
  if (match === null) return undefined;

  const [, digits, exponent, suffix = ''] = match;
  const factor = exponent === undefined ? FACTORS[suffix] : 10 ** Number(exponent);
  return factor === undefined ? undefined : Number(digits) * factor;
}
