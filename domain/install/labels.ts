import { PART_OF, PART_OF_LABEL } from '../kinds/labels.ts';

/** On everything that an installation consists of. */
export const INSTALL_LABELS = {
  [PART_OF_LABEL]: PART_OF,
  'app.kubernetes.io/name': 'drayage',
} as const;

export const RBAC_API = 'rbac.authorization.k8s.io/v1';
export const RBAC_GROUP = 'rbac.authorization.k8s.io';
