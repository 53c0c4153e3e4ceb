import { describe, expect, it } from '@jest/globals';
import { DirectVolumeMigration } from '../kinds/direct-volume-migration.ts';
import type { KubeObject } from '../kube-object.ts';
import { admitCopy, type SeenForCopy } from './admit.ts';
import { roundsOf } from './rounds.ts';

const HOST = { name: 'host', namespace: 'migrations' };
const OLD = { name: 'old', namespace: 'migrations' };

function copy(spec: object): DirectVolumeMigration {
  return DirectVolumeMigration.parse({
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind: 'DirectVolumeMigration',
    metadata: { name: 'copy', namespace: 'migrations', uid: 'u-1' },
    spec: {
      ...{ srcMigClusterRef: OLD, destMigClusterRef: HOST },
      persistentVolumeClaims: [{ name: 'data', namespace: 'shop' }],
      ...spec,
    },
  });
}

function claim(name: string, spec: object = {}): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'shop' } },
    spec: {
      ...{ volumeName: `pv-${name}`, storageClassName: 'slow', accessModes: ['ReadWriteMany'] },
      ...{ resources: { requests: { storage: '1Gi' } }, ...spec },
    },
  };
}

const volume: KubeObject = {
  ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv-data' } },
  spec: { capacity: { storage: '2Gi' } },
};

const CLUSTERS: NonNullable<SeenForCopy['clusters']> = {
  claims: new Map([['shop/data', claim('data')]]),
  volumes: new Map([['pv-data', volume]]),
  sourceClasses: [{ name: 'slow', provisioner: 'a', default: true }],
  targetClasses: [
    { name: 'quick', provisioner: 'b', default: true },
    { name: 'same', provisioner: 'a', default: false },
  ],
  lackingNamespaces: [],
};

const SEEN: SeenForCopy = {
  source: { ...OLD, ready: true },
  target: { ...HOST, ready: true },
  clusters: CLUSTERS,
};

const seen = (clusters: object): SeenForCopy => ({
  ...SEEN,
  clusters: { ...CLUSTERS, ...clusters },
});

function findings(spec: object, found: SeenForCopy = SEEN): string[] {
  const admitted = admitCopy(copy(spec), found);
  if (!('conditions' in admitted)) return [];
  return admitted.conditions.map(({ type, reason }) => `${type} ${reason ?? ''}`);
}

describe('admitCopy', () => {
  it('calls everything on the target as on the source, as MTC does', () => {
    expect(admitCopy(copy({ backOffLimit: 3 }), SEEN)).toEqual({
      facts: expect.objectContaining({
        run: expect.objectContaining({ uid: 'u-1', planUid: 'u-1', kind: 'DirectVolumeMigration' }),
        ...{ source: OLD, target: HOST, type: 'state', quiesce: false, tries: 3 },
        namespaces: [{ source: 'shop', target: 'shop' }],
        volumes: [
          {
            ...{ namespace: 'shop', claim: 'data', targetNamespace: 'shop', targetClaim: 'data' },
            ...{ capacity: '2Gi', capacityBytes: 2 * 2 ** 30, storageClass: 'same' },
            accessModes: ['ReadWriteMany'],
          },
        ],
      }),
    });
  });

  it('obeys what a claim says of its target', () => {
    const row = {
      ...{ name: 'data', namespace: 'shop', targetName: 'copied', targetNamespace: 'new' },
      ...{ targetStorageClass: 'quick', targetAccessModes: ['ReadWriteOnce'], verify: true },
    };
    expect(admitCopy(copy({ persistentVolumeClaims: [row] }), SEEN)).toMatchObject({
      facts: {
        namespaces: [{ source: 'shop', target: 'new' }],
        volumes: [
          {
            ...{ targetNamespace: 'new', targetClaim: 'copied', storageClass: 'quick' },
            ...{ accessModes: ['ReadWriteOnce'], verify: true },
          },
        ],
      },
    });
  });

  it.each<[string, object, SeenForCopy, string]>([
    ['no source', { srcMigClusterRef: {} }, {}, 'InvalidSourceClusterRef NotSet'],
    ['an unknown source', {}, { target: SEEN.target! }, 'InvalidSourceClusterRef NotFound'],
    ['no target', { destMigClusterRef: undefined }, SEEN, 'InvalidDestinationClusterRef NotSet'],
    ['an unknown target', {}, { source: SEEN.source! }, 'InvalidDestinationClusterRef NotFound'],
    [
      'a source that is not ready',
      {},
      { ...SEEN, source: { ...OLD, ready: false } },
      'SourceClusterNotReady NotReady',
    ],
    [
      'a target that is not ready',
      {},
      { ...SEEN, target: { ...HOST, ready: false } },
      'DestinationClusterNotReady NotReady',
    ],
    ['no claims', { persistentVolumeClaims: [] }, SEEN, 'InvalidPVCs NotSet'],
    [
      'a claim without a namespace',
      { persistentVolumeClaims: [{ name: 'data' }] },
      SEEN,
      'InvalidPVCs NotSet',
    ],
    [
      'a claim that is not there',
      { persistentVolumeClaims: [{ name: 'none', namespace: 'shop' }] },
      SEEN,
      'PodsNotFoundOnSourceCluster NotFound',
    ],
    [
      'two claims for one target',
      {
        persistentVolumeClaims: [
          { name: 'data', namespace: 'shop' },
          { name: 'logs', namespace: 'shop', targetName: 'data' },
        ],
      },
      SEEN,
      'InvalidPVCs Conflict',
    ],
    ['a claim onto itself', { srcMigClusterRef: HOST }, SEEN, 'InvalidPVCs Conflict'],
    [
      'a block device',
      {},
      seen({ claims: new Map([['shop/data', claim('data', { volumeMode: 'Block' })]]) }),
      'InvalidPVCs NotSupported',
    ],
    [
      'a class that the target lacks',
      { persistentVolumeClaims: [{ name: 'data', namespace: 'shop', targetStorageClass: 'x' }] },
      SEEN,
      'PvInvalidStorageClass NotFound',
    ],
    ['no class at all', {}, seen({ targetClasses: [] }), 'PvNoStorageClassSelection NotFound'],
    [
      'a namespace that nobody is to make',
      {},
      seen({ lackingNamespaces: ['shop'] }),
      'NamespaceNotFoundOnDestinationCluster NotFound',
    ],
    ['live machines', { liveMigrate: true }, SEEN, 'NotSupported NotImplemented'],
  ])('refuses %s', (_, spec, found, expected) => {
    expect(findings(spec, found)).toContain(expected);
  });

  it('lets namespaces be made', () => {
    const found = seen({ lackingNamespaces: ['shop'] });
    expect(findings({ createDestinationNamespaces: true }, found)).toEqual([]);
  });
});

describe('roundsOf', () => {
  it('never has a namespace of the source twice in a round', () => {
    const [a, b, c] = [
      { source: 'a', target: 'x' },
      { source: 'a', target: 'y' },
      { source: 'b', target: 'z' },
    ];
    expect(roundsOf([a, b, c])).toEqual([[a, c], [b]]);
  });
});
