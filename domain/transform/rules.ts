import type { Rule } from './contract.ts';
import { ACCESS_RULES } from './rules/access.ts';
import { SCALE_TARGET } from './rules/autoscalers.ts';
import { POD_CLASS } from './rules/classes.ts';
import { EVERY_KIND } from './rules/every-kind.ts';
import { IMAGE_MENTION } from './rules/image-mentions.ts';
import { TRIGGER_RULES } from './rules/image-triggers.ts';
import { JOB_SELECTOR } from './rules/jobs.ts';
import { LEFT_BEHIND } from './rules/left-behind.ts';
import { NAMESPACE_MENTION } from './rules/namespace-mentions.ts';
import { NETWORK_RULES } from './rules/network.ts';
import { NEVER_MOVED_KIND } from './rules/never-moved.ts';
import { NODE_SELECTOR } from './rules/node-selectors.ts';
import { OPENSHIFT_RULES } from './rules/openshift.ts';
import { POD_VOLUME_RULES } from './rules/pod-volumes.ts';
import { POD_RULES } from './rules/pods.ts';
import { QUIESCE_NOTE } from './rules/quiesce-notes.ts';
import { SERVED_VERSION } from './rules/served-versions.ts';
import { SETTING_RULES } from './rules/settings.ts';
import { SIDECAR } from './rules/sidecars.ts';
import { CLAIM_TEMPLATE } from './rules/stateful-sets.ts';
import { STORAGE_RULES } from './rules/storage.ts';
import { IMAGE_RULES } from './rules/workload-images.ts';

/**
 * Every rule, in the order in which they are applied: first what stays behind, since that is seen on what the
 * source's server set; then single fields, in the names of the source; then what is true of every kind, and the
 * namespace. Last is what only looks at the result.
 */
export const RULES: readonly Rule[] = [
  ...LEFT_BEHIND,
  NEVER_MOVED_KIND,
  ...SETTING_RULES,
  ...STORAGE_RULES,
  ...ACCESS_RULES,
  ...NETWORK_RULES,
  ...OPENSHIFT_RULES,
  // A node selector may be one of quiescing.
  QUIESCE_NOTE,
  // What a sidecar mounts is not what the pod itself mounts.
  SIDECAR,
  ...POD_RULES,
  NODE_SELECTOR,
  POD_CLASS,
  ...POD_VOLUME_RULES,
  CLAIM_TEMPLATE,
  ...IMAGE_RULES,
  ...TRIGGER_RULES,
  JOB_SELECTOR,
  SCALE_TARGET,
  ...EVERY_KIND,
  SERVED_VERSION,
  IMAGE_MENTION,
  NAMESPACE_MENTION,
];
