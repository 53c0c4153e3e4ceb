import type { Rule } from '../contract.ts';
import {
  BINDING_RESTRICTION,
  BINDING_STRANGERS,
  BINDING_SUBJECTS,
  SYSTEM_BINDING,
} from './bindings.ts';
import { ASKED_TOKEN, CLUSTER_SECRET, REGISTRY_CREDENTIALS } from './secrets.ts';
import { CONSTRAINT_USERS } from './security-constraints.ts';
import { ACCOUNT_SECRETS } from './service-accounts.ts';

/** Who may do what, and with which secrets. */
export const ACCESS_RULES: readonly Rule[] = [
  SYSTEM_BINDING,
  CLUSTER_SECRET,
  ASKED_TOKEN,
  REGISTRY_CREDENTIALS,
  ACCOUNT_SECRETS,
  BINDING_STRANGERS,
  BINDING_SUBJECTS,
  BINDING_RESTRICTION,
  CONSTRAINT_USERS,
];
