import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { annotationOf } from '../read.ts';
import { arrives, contextWith, notesOn, skippedBy } from './context.ts';
import { live, MIGRATED } from './objects.ts';

describe('row 25: config maps', () => {
  const map = (name: string, metadata: Record<string, unknown> = {}) =>
    live('v1', 'ConfigMap', { name, ...metadata }, { data: { key: 'value' } });

  it.each(['kube-root-ca.crt', 'openshift-service-ca.crt'])('row 25: %s stays', (name) => {
    expect(skippedBy(map(name))).toBe('cluster-config-map');
  });

  // Peers look at the name and at a note on the owning pod. A config map that a pod owns goes with the pod whatever it
  // is called, and pods are made anew.
  it('row 25: certificates of a build stay', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'web-1-build', uid: 'u' }];

    expect(skippedBy(map('web-1-ca', { ownerReferences }))).toBe('cluster-config-map');
  });

  it('row 25: settings of the application are kept, with the labels of the run', () => {
    const arrived = arrives(map('settings'));

    expect(arrived['data']).toEqual({ key: 'value' });
    expect(arrived.metadata.labels).toEqual(MIGRATED);
  });

  it('the lock of a leader stays, unless there is more in it', () => {
    const annotations = { 'control-plane.alpha.kubernetes.io/leader': '{}' };

    expect(skippedBy(live('v1', 'ConfigMap', { annotations }))).toBe('cluster-config-map');
    expect(skippedBy(map('it', { annotations }))).toBeUndefined();
  });
});

describe('row 27: namespaces', () => {
  const annotations = {
    'openshift.io/description': 'shop',
    'openshift.io/sa.scc.mcs': 's0:c26,c5',
    'openshift.io/sa.scc.supplemental-groups': '1000650000/10000',
    'openshift.io/sa.scc.uid-range': '1000650000/10000',
  };
  const labels = {
    'kubernetes.io/metadata.name': 'shop',
    'pod-security.kubernetes.io/enforce': 'restricted',
  };
  const found: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', annotations, labels },
  };
  const holding = (range: string, namespace = 'other') =>
    contextWith({ target: { uidRanges: { [range]: namespace } } });

  it.each(['1000650000/10000', '1000655000/10000', '1000640000-1000650000'])(
    'row 27: user ids of another, %s, are not taken along',
    (range) => {
      expect(arrives(found, holding(range)).metadata.annotations).toEqual({
        'openshift.io/description': 'shop',
      });
      expect(notesOn(found, holding(range))).toMatchObject([
        { severity: 'warning', rule: 'uid-range-taken', text: expect.stringContaining('other') },
      ]);
    },
  );

  it.each([
    ['free', contextWith({})],
    ['next to another’s', holding('1000660000/10000')],
    ['its own already', holding('1000650000/10000', 'shop2')],
    ['beside something unreadable', holding('many')],
  ])('keeps user ids that are %s', (_, context) => {
    expect(arrives(found, context).metadata.annotations).toEqual(annotations);
    expect(notesOn(found, context)).toEqual([]);
  });

  it('row 27: keeps what it demands of pods, under its new name', () => {
    expect(arrives(found, holding('1000650000/10000')).metadata).toMatchObject({
      name: 'shop2',
      labels: {
        'kubernetes.io/metadata.name': 'shop2',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
    });
  });

  it.each([
    ['kubernetes.io/os=linux', 0],
    ['kubernetes.io/os=linux,zone=eu', 1],
    ['', 0],
  ])('with the node selector %p has %d warnings', (selector, count) => {
    const annotated: KubeObject = {
      ...found,
      metadata: { ...found.metadata, annotations: { 'openshift.io/node-selector': selector } },
    };

    expect(annotationOf(arrives(annotated), 'openshift.io/node-selector')).toBe(selector);
    expect(notesOn(annotated)).toHaveLength(count);
  });
});

describe('quotas', () => {
  const quota = (hard: Record<string, string>) =>
    live('v1', 'ResourceQuota', {}, { spec: { hard } });

  it('limit the class that takes the place of another', () => {
    const found = quota({
      'gp2.storageclass.storage.k8s.io/requests.storage': '10Gi',
      'other.storageclass.storage.k8s.io/persistentvolumeclaims': '3',
      'requests.cpu': '4',
    });

    expect(arrives(found)['spec']).toEqual({
      hard: {
        'ocs.storageclass.storage.k8s.io/requests.storage': '10Gi',
        'other.storageclass.storage.k8s.io/persistentvolumeclaims': '3',
        'requests.cpu': '4',
      },
    });
  });

  it('stay as they are where two limits would become one', () => {
    const found = quota({
      'gp2.storageclass.storage.k8s.io/requests.storage': '10Gi',
      'ocs.storageclass.storage.k8s.io/requests.storage': '20Gi',
    });

    expect(arrives(found)['spec']).toEqual(found['spec']);
    expect(notesOn(found)).toMatchObject([{ severity: 'warning', rule: 'quota-storage-class' }]);
  });
});

describe('webhooks', () => {
  it('are asked in the new namespace', () => {
    const selector = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
    const hook = (namespace: string) => ({
      clientConfig: { caBundle: 'YQ==', service: { name: 'hook', namespace, path: '/' } },
      name: 'hook.example.com',
      namespaceSelector: selector(namespace),
    });
    const api = 'admissionregistration.k8s.io/v1';
    const found = live(
      api,
      'ValidatingWebhookConfiguration',
      { namespace: undefined },
      {
        webhooks: [hook('shop'), hook('other')],
      },
    );

    expect(arrives(found)['webhooks']).toEqual([hook('shop2'), hook('other')]);
  });

  it('convert in the new namespace', () => {
    const spec = (namespace: string) => ({
      conversion: { webhook: { clientConfig: { service: { name: 'hook', namespace } } } },
    });
    const found = live(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      {},
      {
        spec: spec('shop'),
      },
    );

    expect(arrives(found)['spec']).toEqual(spec('shop2'));
  });
});

describe('what is never moved', () => {
  it.each([
    ['v1', 'Event'],
    ['coordination.k8s.io/v1', 'Lease'],
    ['apps/v1', 'ControllerRevision'],
    ['metrics.k8s.io/v1beta1', 'PodMetrics'],
    ['acme.cert-manager.io/v1', 'Order'],
    ['acme.cert-manager.io/v1', 'Challenge'],
    ['cert-manager.io/v1', 'CertificateRequest'],
    ['oadp.openshift.io/v1alpha1', 'NonAdminBackup'],
    ['template.openshift.io/v1', 'TemplateInstance'],
    ['operators.coreos.com/v1alpha1', 'ClusterServiceVersion'],
    ['operators.coreos.com/v1alpha1', 'Subscription'],
    ['operators.coreos.com/v1', 'OperatorGroup'],
    ['packages.operators.coreos.com/v1', 'PackageManifest'],
    ['servicecatalog.k8s.io/v1beta1', 'ServiceInstance'],
  ])('%s %s', (apiVersion, kind) => {
    expect(skippedBy(live(apiVersion, kind, {}))).toBeDefined();
  });
});

describe('what the target serves', () => {
  const budget = live('policy/v1beta1', 'PodDisruptionBudget', {}, { spec: { minAvailable: 1 } });
  const serving = (servedVersions: Record<string, string[]>) =>
    contextWith({ target: { servedVersions } });

  it('is not refused', () => {
    const context = serving({ 'PodDisruptionBudget.policy': ['v1', 'v1beta1'] });

    expect(notesOn(budget, context)).toEqual([]);
  });

  it('is refused in a version that is gone', () => {
    expect(notesOn(budget, serving({ 'PodDisruptionBudget.policy': ['v1'] }))).toEqual([
      {
        severity: 'refusal',
        rule: 'served-version',
        text: 'the target serves PodDisruptionBudget.policy as v1, not as v1beta1',
      },
    ]);
  });

  it('is refused when nothing brings the kind', () => {
    expect(notesOn(budget, serving({ Pod: ['v1'] }))).toMatchObject([
      { severity: 'refusal', text: expect.stringContaining('does not serve PodDisruptionBudget') },
    ]);
  });
});

describe('namespaces by their old names', () => {
  it('are told where an address has them', () => {
    const found = live(
      'v1',
      'ConfigMap',
      {},
      {
        data: {
          other: 'http://web.other.svc',
          same: 'http://web.same.svc:80',
          url: 'http://db-0.db.shop.svc.cluster.local:5432 web.shop.svcs web.shop.example.com',
        },
      },
    );

    expect(notesOn(found)).toEqual([
      {
        severity: 'warning',
        rule: 'namespace-mention',
        text: 'namespaces that are called otherwise on the target: data.url: db-0.db.shop.svc',
      },
    ]);
  });

  it('are told where an operator has them', () => {
    const found = live(
      'monitoring.coreos.com/v1',
      'ServiceMonitor',
      {},
      {
        spec: { namespaceSelector: { matchNames: ['shop', 'other'] }, targetLabels: ['shop'] },
      },
    );

    expect(arrives(found)['spec']).toEqual(found['spec']);
    expect(notesOn(found)).toMatchObject([
      { text: expect.stringMatching(/: spec\.namespaceSelector\.matchNames\.0: shop$/) },
    ]);
  });
});
