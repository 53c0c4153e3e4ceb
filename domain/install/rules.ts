import { GROUP, OWN_GROUP } from '../kinds/group.ts';

/** One rule of a ClusterRole. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * What the server and the workers may do in the host cluster: everything, as MTC's controller. The host cluster is
 * mostly the target too, and a run deletes whatever kinds it restored when it is taken back; nobody can list them
 * beforehand. The check of a MigCluster asks for the same.
 */
export const CONTROL_PLANE_RULES: readonly Rule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
];

/** Looking on. Secrets are not part of it. */
export const VIEWER_RULES: readonly Rule[] = [
  { apiGroups: [GROUP, OWN_GROUP], resources: ['*'], verbs: READ },
  { apiGroups: [''], resources: ['events'], verbs: READ },
];

/** Making plans and running them. Keys may be put in, but not read. */
export const OPERATOR_RULES: readonly Rule[] = [
  ...VIEWER_RULES,
  {
    apiGroups: [GROUP],
    resources: [
      'migclusters',
      'migstorages',
      'migplans',
      'migmigrations',
      'mighooks',
      'miganalytics',
      'directvolumemigrations',
    ],
    verbs: WRITE,
  },
  { apiGroups: [OWN_GROUP], resources: ['migschedules'], verbs: WRITE },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'update', 'patch'] },
];
