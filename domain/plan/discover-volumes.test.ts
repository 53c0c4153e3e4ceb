import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { discoverVolumes } from './discover-volumes.ts';
import type { ClusterFacts } from './facts.ts';

function claim(name: string, change: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'shop' },
    spec: {
      volumeName: `pv-${name}`,
      storageClassName: 'standard',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...change,
    },
  };
}

function facts(change: Partial<ClusterFacts>): ClusterFacts {
  return {
    found: ['shop'],
    claims: [],
    volumes: [],
    pods: [],
    sourceClasses: [{ name: 'standard', provisioner: 'p', default: true }],
    targetClasses: [
      { name: 'other', provisioner: 'q', default: true },
      { name: 'standard', provisioner: 'p', default: false },
    ],
    ...change,
  };
}

describe('discoverVolumes', () => {
  it('leaves out what the plan itself copies to, inside one cluster', () => {
    const made = claim('data-new');
    made.metadata.labels = { 'migration.openshift.io/migrated-by-migplan': 'plan-1' };
    const found = facts({ claims: [claim('data'), made] });

    expect(discoverVolumes(found, [], 'plan-1').map(({ pvc }) => pvc?.name)).toEqual(['data']);
    expect(discoverVolumes(found, [], 'plan-2')).toHaveLength(2);
  });

  it('describes each bound claim, with the class of the same provisioner selected', () => {
    const volumes = [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'pv-data' },
        spec: { capacity: { storage: '2Gi' } },
      },
    ];

    expect(discoverVolumes(facts({ claims: [claim('data')], volumes }))).toEqual([
      {
        name: 'pv-data',
        capacity: '2Gi',
        storageClass: 'standard',
        supported: { actions: ['skip', 'copy'], copyMethods: ['filesystem'] },
        selection: { action: 'copy', copyMethod: 'filesystem', storageClass: 'standard' },
        pvc: {
          namespace: 'shop',
          name: 'data',
          accessModes: ['ReadWriteOnce'],
          volumeMode: 'Filesystem',
          hasReference: false,
        },
      },
    ]);
  });

  it('leaves out a claim that is not bound: there is nothing in it', () => {
    const unbound = claim('new', { volumeName: undefined });

    expect(discoverVolumes(facts({ claims: [unbound] }))).toEqual([]);
  });

  it('keeps what a person selected, also when no pod uses the claim any more', () => {
    const [first] = discoverVolumes(facts({ claims: [claim('data')] }));
    const chosen = { ...first, selection: { action: 'skip', storageClass: 'other' } };

    const [again] = discoverVolumes(facts({ claims: [claim('data')] }), [chosen]);

    expect(again?.selection).toEqual({ action: 'skip', storageClass: 'other' });
  });

  it('leaves it to a person to skip a directory of a node', () => {
    const volumes = [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'pv-data' },
        spec: { hostPath: { path: '/x' } },
      },
    ];

    const [found] = discoverVolumes(facts({ claims: [claim('data')], volumes }));

    expect(found).toMatchObject({
      supported: { actions: ['skip'] },
      selection: { action: '' },
    });
  });

  it('knows which claims pods use, by namespace and name', () => {
    const pod = (namespace: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace },
      spec: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
    });
    const used = (pods: KubeObject[]) =>
      discoverVolumes(facts({ claims: [claim('data')], pods }))[0]?.pvc?.hasReference;

    expect(used([pod('shop')])).toBe(true);
    expect(used([pod('elsewhere')])).toBe(false);
  });
});
