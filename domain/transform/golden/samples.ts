import type { KubeObject } from '../../kube-object.ts';
import { podSpecPath, TEMPLATE_KINDS } from '../pod-spec.ts';
import { put } from '../edit.ts';
import { S } from './context.ts';
import { live, owner } from './objects.ts';

/** One object of each kind that rules are about, with everything in it that they look at. */

const POD_SPEC = {
  containers: [
    {
      env: [{ name: 'DB', value: 'db.shop.svc:5432' }],
      image: `${S}/shop/web:1`,
      name: 'web',
      volumeMounts: [
        { mountPath: '/data', name: 'data' },
        { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'app-token-x7k2b' },
      ],
    },
  ],
  imagePullSecrets: [{ name: 'app-dockercfg-b' }, { name: 'regcred' }],
  initContainers: [{ image: `${S}/openshift/tools@sha256:a`, name: 'init' }],
  nodeName: 'node-1',
  nodeSelector: { zone: 'eu' },
  priority: 0,
  priorityClassName: 'high',
  runtimeClassName: 'kata',
  serviceAccountName: 'app',
  volumes: [
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'app-token-x7k2b', secret: { secretName: 'app-token-x7k2b' } },
    { image: { reference: `${S}/shop/files:1` }, name: 'files' },
    {
      ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'gp2' } } },
      name: 'scratch',
    },
  ],
};

const API_VERSIONS: Record<string, string> = {
  '': 'v1',
  apps: 'apps/v1',
  batch: 'batch/v1',
  extensions: 'extensions/v1beta1',
  'apps.openshift.io': 'apps.openshift.io/v1',
};

const QUIESCED = {
  'migration.openshift.io/preQuiesceReplicas': '3',
  'migration.openshift.io/preQuiesceSuspend': 'false',
  'image.openshift.io/triggers': '[{"from":{"kind":"ImageStreamTag","namespace":"shop"}}]',
};

function workload(groupKind: string): KubeObject {
  const [kind = '', ...group] = groupKind.split('.');
  const spec = {
    parallelism: 0,
    replicas: 0,
    selector: { matchLabels: { 'controller-uid': 'u' } },
    strategy: { customParams: { image: `${S}/shop/deployer:1` } },
    suspend: true,
    triggers: [
      { imageChangeParams: { from: { namespace: 'base' }, lastTriggeredImage: `${S}/base/x` } },
    ],
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'gp2' } }],
  };
  const apiVersion = API_VERSIONS[group.join('.')] ?? '';
  const bare = live(apiVersion, kind, { annotations: QUIESCED, labels: { app: 'web' } }, { spec });
  return put(bare, podSpecPath(bare) ?? [], POD_SPEC);
}

const reference = (namespace: string) => ({ kind: 'ImageStreamTag', name: 'base:1', namespace });
const image = (name: string) => ({ kind: 'DockerImage', name: `${S}/shop/${name}` });
const secret = { name: 'builder-dockercfg-old' };

const STORAGE: readonly KubeObject[] = [
  live(
    'v1',
    'PersistentVolumeClaim',
    {
      name: 'data',
      finalizers: ['kubernetes.io/pvc-protection', 'example.com/own'],
      annotations: {
        'pv.kubernetes.io/bind-completed': 'yes',
        'volume.beta.kubernetes.io/storage-class': 'gp2',
      },
    },
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        dataSourceRef: { kind: 'VolumeSnapshot', name: 's1' },
        resources: { limits: { storage: '10Gi' }, requests: { storage: '10Gi' } },
        selector: { matchLabels: { a: 'b' } },
        storageClassName: 'gp2',
        volumeAttributesClassName: 'gold',
        volumeName: 'pv-1',
      },
    },
  ),
  live(
    'v1',
    'PersistentVolume',
    { namespace: undefined },
    {
      spec: {
        claimRef: { name: 'data', namespace: 'shop', resourceVersion: '1', uid: 'u' },
        persistentVolumeReclaimPolicy: 'Delete',
      },
    },
  ),
  live(
    'v1',
    'ResourceQuota',
    {},
    {
      spec: { hard: { 'gp2.storageclass.storage.k8s.io/requests.storage': '1Gi' } },
    },
  ),
];

const NETWORK: readonly KubeObject[] = [
  live(
    'v1',
    'Service',
    {},
    {
      spec: {
        clusterIP: '172.30.1.1',
        clusterIPs: ['172.30.1.1'],
        externalIPs: ['192.0.2.1'],
        healthCheckNodePort: 31001,
        ipFamilies: ['IPv4', 'IPv6'],
        ipFamilyPolicy: 'RequireDualStack',
        loadBalancerClass: 'example.com/lb',
        loadBalancerIP: '192.0.2.2',
        ports: [{ nodePort: 31000, port: 80 }],
        selector: { app: 'web' },
        type: 'LoadBalancer',
      },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.3' }] } },
    },
  ),
  live('v1', 'Endpoints', {}, { subsets: [{ addresses: [{ ip: '192.0.2.9' }] }] }),
  live('discovery.k8s.io/v1', 'EndpointSlice', {}, { endpoints: [{ addresses: ['192.0.2.9'] }] }),
  live(
    'route.openshift.io/v1',
    'Route',
    { annotations: { 'openshift.io/host.generated': 'true' } },
    { spec: { host: 'web-shop.apps.old.example.com', path: '/' } },
  ),
  ...['networking.k8s.io/v1', 'extensions/v1beta1'].flatMap((apiVersion) => [
    live(
      apiVersion,
      'Ingress',
      { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      { spec: { ingressClassName: 'nginx' } },
    ),
    live(
      apiVersion,
      'NetworkPolicy',
      {},
      {
        spec: {
          egress: [{ to: [{ namespaceSelector: { matchLabels: {} } }] }],
          ingress: [
            {
              from: [
                {
                  namespaceSelector: {
                    matchExpressions: [{ key: 'kubernetes.io/metadata.name', values: ['shop'] }],
                    matchLabels: { 'kubernetes.io/metadata.name': 'shop' },
                  },
                },
              ],
            },
          ],
        },
      },
    ),
  ]),
];

const SUBJECTS = [
  { kind: 'ServiceAccount', name: 'app', namespace: 'shop' },
  { kind: 'Group', name: 'system:serviceaccounts:shop' },
  { kind: 'User', name: 'system:serviceaccount:shop:app' },
  { kind: 'User', name: 'alice' },
];

const ACCESS: readonly KubeObject[] = [
  ...['RoleBinding', 'ClusterRoleBinding'].map((kind) =>
    live('rbac.authorization.k8s.io/v1', kind, {}, { roleRef: {}, subjects: SUBJECTS }),
  ),
  live(
    'authorization.openshift.io/v1',
    'RoleBindingRestriction',
    {},
    {
      spec: {
        serviceaccountrestriction: {
          namespaces: ['shop'],
          serviceaccounts: [{ name: 'app', namespace: 'shop' }],
        },
      },
    },
  ),
  live(
    'security.openshift.io/v1',
    'SecurityContextConstraints',
    {},
    {
      groups: ['system:serviceaccounts:shop'],
      users: ['system:serviceaccount:shop:app', 'system:serviceaccount:other:x'],
    },
  ),
  live(
    'v1',
    'ServiceAccount',
    { annotations: { 'openshift.io/internal-registry-pull-secret-ref': 'it-dockercfg-b' } },
    {
      imagePullSecrets: [{ name: 'it-dockercfg-b' }],
      secrets: [{ name: 'it-token-a' }, { name: 'mine' }],
    },
  ),
  live(
    'v1',
    'Secret',
    { annotations: { 'kubernetes.io/service-account.name': 'ci' } },
    { data: { token: 'dA==' }, type: 'kubernetes.io/service-account-token' },
  ),
];

const OPENSHIFT: readonly KubeObject[] = [
  live(
    'build.openshift.io/v1',
    'BuildConfig',
    {},
    {
      spec: {
        output: { pushSecret: secret, to: image('o:1') },
        source: { images: [{ from: image('s:1'), pullSecret: secret }] },
        strategy: { dockerStrategy: { from: reference('shop'), pullSecret: secret } },
        triggers: [
          { imageChange: { from: reference('base'), lastTriggeredImageID: `${S}/base/x` } },
        ],
      },
    },
  ),
  live(
    'image.openshift.io/v1',
    'ImageStream',
    {},
    {
      spec: {
        dockerImageRepository: `${S}/shop/web`,
        tags: [
          { from: reference('shop'), generation: 1, name: 'a' },
          { from: image('web:1'), name: 'b' },
          { from: { kind: 'ImageStreamImage', name: 'web@sha256:a' }, name: 'c' },
        ],
      },
      status: {
        tags: [
          { items: [{ dockerImageReference: 'quay.io/x/y@sha256:a' }], tag: 'c' },
          { items: [{ dockerImageReference: 'quay.io/x/y@sha256:b' }], tag: 'd' },
          { items: [{ dockerImageReference: `${S}/shop/web@sha256:c` }], tag: 'e' },
        ],
      },
    },
  ),
];

const SETTINGS: readonly KubeObject[] = [
  live(
    'v1',
    'Namespace',
    {
      name: 'shop',
      namespace: undefined,
      annotations: {
        'openshift.io/node-selector': 'zone=eu',
        'openshift.io/sa.scc.uid-range': '1000650000/10000',
      },
      labels: { 'kubernetes.io/metadata.name': 'shop' },
    },
    { spec: { finalizers: ['kubernetes'] } },
  ),
  live('v1', 'ConfigMap', {}, { data: { url: 'web.shop.svc' } }),
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) =>
    live(
      'admissionregistration.k8s.io/v1',
      kind,
      {},
      {
        webhooks: [
          {
            clientConfig: { service: { namespace: 'shop' } },
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          },
        ],
      },
    ),
  ),
  live(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {},
    {
      spec: { conversion: { webhook: { clientConfig: { service: { namespace: 'shop' } } } } },
    },
  ),
  live(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {},
    {
      spec: { scaleTargetRef: { apiVersion: 'v1', kind: 'DeploymentConfig', name: 'web' } },
    },
  ),
  live('apps/v1', 'ControllerRevision', {}),
  live(
    'example.com/v1',
    'Widget',
    {
      finalizers: ['example.com/cleanup', 'foregroundDeletion'],
      ownerReferences: [owner('apps/v1', 'Deployment')],
    },
    { spec: { image: `${S}/shop/web:1`, namespace: 'shop' } },
  ),
];

const POD = live(
  'v1',
  'Pod',
  { annotations: { 'sidecar.istio.io/status': '{"containers":["web"],"volumes":["files"]}' } },
  { spec: POD_SPEC },
);

export const SAMPLES: readonly KubeObject[] = [
  POD,
  ...TEMPLATE_KINDS.map(workload),
  ...STORAGE,
  ...NETWORK,
  ...ACCESS,
  ...OPENSHIFT,
  ...SETTINGS,
];
