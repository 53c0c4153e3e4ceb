import type { Rule } from './contract.ts';

/**
 * Every rule, in the order in which they are applied: first what stays behind, since that is seen on what the
 * source's server set; then single fields, in the names of the source; last what is true of every kind, and the
 * namespace.
 */
export const RULES: readonly Rule[] = [];
