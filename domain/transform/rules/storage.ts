import type { Rule } from '../contract.ts';
import { CLAIM } from './claims.ts';
import { MOVED_VOLUME } from './persistent-volumes.ts';

/** Claims and volumes. They read the owner of a claim, so they come before owners are dropped. */
export const STORAGE_RULES: readonly Rule[] = [CLAIM, MOVED_VOLUME];
