import { describe, expect, it } from '@jest/globals';
import { pullerPod, pullSecretCopy } from './puller.ts';
import type { WantedImages } from './wanted.ts';

const run = {
  namespace: 'openshift-migration',
  migration: 'shop-cutover',
  uid: '01234567-89ab-cdef-0123-456789abcdef',
  plan: 'shop',
  planUid: 'fedcba98-7654-3210-fedc-ba9876543210',
};
const wanted: WantedImages = {
  namespace: 'shop',
  workload: 'Deployment web',
  images: ['web:1', 'db:1'],
  pullSecrets: ['registry'],
  serviceAccount: 'default',
  placement: {
    nodeSelector: { disk: 'ssd' },
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] },
  },
};

describe('pullerPod', () => {
  const pod = pullerPod({ run, wanted, namespace: 'store', pullSecrets: ['copy'], nodes: ['n1'] });

  it('has a container for each image, none of which can run the program of the application', () => {
    expect(pod['spec']).toMatchObject({
      restartPolicy: 'Never',
      imagePullSecrets: [{ name: 'copy' }],
      containers: [
        { image: 'web:1', command: ['/pulled-by-drayage'] },
        { image: 'db:1', command: ['/pulled-by-drayage'] },
      ],
    });
  });

  it('goes where the application may go, and rather where its volumes are', () => {
    expect(pod['spec']).toMatchObject({
      nodeSelector: { disk: 'ssd' },
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1 },
            { weight: 100, preference: { matchExpressions: [{ values: ['n1'] }] } },
          ],
        },
      },
    });
  });

  it('is told from the application, and swept with the other helpers of the run', () => {
    expect(pod.metadata).toMatchObject({
      namespace: 'store',
      labels: {
        owner: 'directvolumemigration',
        app: 'directvolumemigration-rsync-transfer',
        migmigration: run.uid,
        'velero.io/exclude-from-backup': 'true',
      },
    });
  });

  it('has the same name at every try, and another for other images', () => {
    const other = { ...wanted, images: ['web:2'] };
    const common = { run, namespace: 'store', pullSecrets: [], nodes: [] };

    expect(pullerPod({ ...common, wanted }).metadata.name).toBe(pod.metadata.name);
    expect(pullerPod({ ...common, wanted: other }).metadata.name).not.toBe(pod.metadata.name);
  });
});

it('copies a pull secret under a name of our own', () => {
  const copy = pullSecretCopy(run, 'store', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'registry', namespace: 'shop', annotations: { some: 'note' } },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': 'e30=' },
  });

  expect(copy).toMatchObject({
    metadata: { namespace: 'store', labels: { migmigration: run.uid } },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': 'e30=' },
  });
  expect(copy.metadata.name).toMatch(/^shop-cutover-pull-/);
  expect(copy.metadata.annotations).toBeUndefined();
});
