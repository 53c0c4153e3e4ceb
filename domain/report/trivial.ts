/**
 * Rules that leave behind what every cluster makes for itself, or what its owner makes anew: nobody misses it. In
 * words that hold for all of them, where a rule names the owner of each.
 */
const TRIVIAL: Readonly<Record<string, string | undefined>> = {
  owned: 'their owners make them anew',
  history: undefined,
  endpoints: undefined,
  'endpoint-slice': undefined,
  'mirror-pod': undefined,
  'build-pod': undefined,
  'system-binding': undefined,
  'cluster-config-map': undefined,
  'cluster-secret': undefined,
  'api-server-service': undefined,
  // Somebody chose the others.
  'not-chosen': undefined,
};

export function isTrivial(rule: string): boolean {
  return Object.hasOwn(TRIVIAL, rule);
}

/** What a rule says of many objects at once, when it says something else of each. */
export function ofMany(rule: string): string | undefined {
  return Object.hasOwn(TRIVIAL, rule) ? TRIVIAL[rule] : undefined;
}
