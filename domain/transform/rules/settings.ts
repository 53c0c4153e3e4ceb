import type { Rule } from '../contract.ts';
import { CLUSTER_CONFIG_MAP } from './config-maps.ts';
import { NAMESPACE_NAME, NAMESPACE_NODE_SELECTOR, UID_RANGE_TAKEN } from './namespaces.ts';
import { QUOTA_STORAGE_CLASS } from './quotas.ts';
import { WEBHOOK_SERVICE } from './webhooks.ts';

/** Namespaces and what is set for them. They read owners, so they come before these are dropped. */
export const SETTING_RULES: readonly Rule[] = [
  CLUSTER_CONFIG_MAP,
  // By its old name it asks whose the range of user ids is.
  UID_RANGE_TAKEN,
  NAMESPACE_NODE_SELECTOR,
  NAMESPACE_NAME,
  QUOTA_STORAGE_CLASS,
  WEBHOOK_SERVICE,
];
