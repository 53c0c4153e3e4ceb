import { GROUP } from '../kinds/group.ts';

/** One rule of a ClusterRole. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const ALL = [...READ, ...WRITE];

/** What the server and the workers do on the host cluster, and on it as a source or target. */
export const CONTROL_PLANE_RULES: readonly Rule[] = [
  // Its own objects, and Velero's, which carry the Kubernetes objects across.
  { apiGroups: [GROUP, 'velero.io'], resources: ['*'], verbs: ALL },
  // Who calls the API, and what they may do.
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['subjectaccessreviews', 'selfsubjectaccessreviews'],
    verbs: ['create'],
  },
  // Claims and volumes are recreated; transfer pods, their services, keys and settings come and go.
  {
    apiGroups: [''],
    resources: [
      'namespaces',
      'pods',
      'services',
      'configmaps',
      'secrets',
      'serviceaccounts',
      'persistentvolumeclaims',
      'persistentvolumes',
      'events',
    ],
    verbs: ALL,
  },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ALL },
  // Kubernetes asks for `get` when a command is run over a WebSocket, and `create` otherwise.
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] },
  {
    apiGroups: [''],
    resources: ['pods/log', 'nodes', 'resourcequotas', 'limitranges', 'endpoints'],
    verbs: READ,
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  // Workloads are stopped on the source, put back, and started on the target.
  {
    apiGroups: [''],
    resources: ['replicationcontrollers', 'replicationcontrollers/scale'],
    verbs: [...READ, 'update', 'patch'],
  },
  {
    apiGroups: ['apps', 'apps.openshift.io'],
    resources: ['*'],
    verbs: [...READ, 'update', 'patch'],
  },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: ALL },
  {
    apiGroups: ['autoscaling', 'policy'],
    resources: ['horizontalpodautoscalers', 'poddisruptionbudgets'],
    verbs: [...READ, 'update', 'patch'],
  },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ALL },
  { apiGroups: ['storage.k8s.io'], resources: ['*'], verbs: READ },
  { apiGroups: ['snapshot.storage.k8s.io'], resources: ['*'], verbs: ALL },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: READ },
  // OpenShift; on plain Kubernetes these rules match nothing.
  {
    apiGroups: ['route.openshift.io', 'image.openshift.io'],
    resources: ['*'],
    verbs: ALL,
  },
  {
    apiGroups: ['security.openshift.io'],
    resources: ['securitycontextconstraints'],
    verbs: READ,
  },
  // Of several servers one leads.
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ALL },
];

/** Looking on. Secrets are not part of it. */
export const VIEWER_RULES: readonly Rule[] = [
  { apiGroups: [GROUP], resources: ['*'], verbs: READ },
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
    ],
    verbs: WRITE,
  },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'update', 'patch'] },
];
