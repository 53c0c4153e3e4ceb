import { describe, expect, it } from '@jest/globals';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { ClusterFacts, PlanFacts } from './facts.ts';
import { namespacesOf } from './namespaces.ts';
import { type PlanInput, validatePlan } from './validate.ts';

const READY = { namespace: 'm', ready: true };
const CLUSTERS: ClusterFacts = {
  found: ['shop'],
  claims: [],
  volumes: [],
  pods: [],
  sourceClasses: [],
  targetClasses: [{ name: 'fast', provisioner: 'p', default: true }],
};
const FACTS: PlanFacts = {
  sourceCluster: { name: 'old', ...READY },
  targetCluster: { name: 'new', ...READY },
  storage: { name: 's3', ...READY },
  needsStorage: true,
  hooks: [],
  namespaces: namespacesOf(['shop']),
  clusters: CLUSTERS,
};

function volume(selection: PlanVolume['selection']): PlanVolume {
  return { name: 'pv1', supported: { actions: ['skip', 'copy'] }, selection };
}

function judged(change: Partial<PlanFacts>, rest: Partial<PlanInput> = {}) {
  return validatePlan({ facts: { ...FACTS, ...change }, volumes: [], closed: false, ...rest });
}

describe('validatePlan', () => {
  it('names kinds that the source does not know', () => {
    const findings = judged({ clusters: { ...CLUSTERS, unknownKinds: ['Secrets', 'Route.x.io'] } });

    expect(findings).toContainEqual(
      expect.objectContaining({
        type: 'InvalidResourceList',
        category: 'Critical',
        message: expect.stringContaining('[Secrets, Route.x.io]'),
      }),
    );
    expect(findings.map(({ type }) => type)).not.toContain('Ready');
  });

  it('calls a plan ready when nothing is against it', () => {
    expect(judged({}).map(({ type }) => type)).toEqual([
      'PvsDiscovered',
      'StorageEnsured',
      'Ready',
    ]);
  });

  it('needs a repository only for what goes through it', () => {
    const without = { storage: undefined };

    expect(judged(without).map(({ type }) => type)).toContain('InvalidStorageRef');
    expect(judged({ ...without, needsStorage: false }).map(({ type }) => type)).toContain('Ready');
  });

  it.each<[string, Partial<PlanFacts>, RegExp]>([
    ['InvalidSourceClusterRef', { sourceCluster: undefined }, /srcMigClusterRef/],
    [
      'DestinationClusterNotReady',
      { targetCluster: { name: 'new', namespace: 'm', ready: false } },
      /new/,
    ],
    ['StorageNotReady', { storage: { name: 's3', namespace: 'm', ready: false } }, /s3/],
    ['NamespaceListEmpty', { namespaces: [] }, /empty/],
    ['DuplicateNamespaceOnSourceCluster', { namespaces: namespacesOf(['a', 'a:b']) }, /\[a\]/],
    [
      'DuplicateNamespaceOnDestinationCluster',
      { namespaces: namespacesOf(['a:c', 'b:c']) },
      /\[c\]/,
    ],
    ['NamespaceNotDNSCompliant', { namespaces: namespacesOf(['shop:Shop_1']) }, /Shop_1/],
    ['NamespaceNotFoundOnSourceCluster', { namespaces: namespacesOf(['gone']) }, /gone/],
  ])('says %s, and is not ready', (type, change, message) => {
    const conditions = judged(change);

    expect(conditions).toContainEqual(
      expect.objectContaining({
        type,
        category: 'Critical',
        message: expect.stringMatching(message),
      }),
    );
    expect(conditions.map((found) => found.type)).not.toContain('Ready');
  });

  it.each<[string, PlanVolume]>([
    ['PvNoStorageClassSelection', volume({ action: 'copy' })],
    ['PvInvalidStorageClass', volume({ action: 'copy', storageClass: 'slow' })],
    ['PvInvalidAction', volume({ action: 'move', storageClass: 'fast' })],
  ])('says %s of a volume, and names it', (type, wrong) => {
    const conditions = judged({}, { volumes: [wrong] });

    expect(conditions).toContainEqual(
      expect.objectContaining({ type, category: 'Error', message: expect.stringContaining('pv1') }),
    );
    expect(conditions.map((found) => found.type)).not.toContain('Ready');
  });

  it('asks nothing of a volume that is skipped', () => {
    const types = judged({}, { volumes: [volume({ action: 'skip' })] }).map(({ type }) => type);

    expect(types).toContain('Ready');
  });

  it('is not ready before the clusters were looked at', () => {
    expect(judged({ clusters: undefined })).toEqual([]);
  });
});
