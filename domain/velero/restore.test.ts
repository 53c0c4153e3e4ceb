import { describe, expect, it } from '@jest/globals';
import { applyModifiers } from '../../test/fakes/velero-modifiers.ts';
import { migratedLabels, type RunIdentity } from '../run/identity.ts';
import { buildModifiers, buildRestore } from './restore.ts';

const RUN: RunIdentity = {
  namespace: 'm',
  migration: 'weekend',
  uid: 'a2e68550-2342-4867-a25e-a04e5dfdd53c',
  plan: 'shop',
  planUid: 'p1',
};

function request(resources: string[]) {
  const rule = {
    conditions: { groupResource: 'configmaps', resourceNameRegex: '^(a)$' },
    mergePatches: [{ patchData: '{"data":{"x":"1"}}' }],
  };
  const share = { resources, rules: [rule] };
  return { run: RUN, namespace: 'v', namespaceMapping: { shop: 'store' }, share };
}

describe('a Restore', () => {
  it('names what it is for, and leaves alone what is there', () => {
    expect(buildRestore(request(['configmaps', 'deployments.apps']))).toMatchObject({
      metadata: { labels: { 'migration-final-restore': RUN.uid } },
      spec: {
        existingResourcePolicy: 'none',
        includedResources: ['configmaps', 'deployments.apps'],
        namespaceMapping: { shop: 'store' },
        preserveNodePorts: true,
      },
    });
  });

  it('is never for all there is', () => {
    expect(buildRestore(request([]))).toMatchObject({
      spec: { includedResources: ['namespaces'] },
    });
  });

  it('reads one key, whose rules mark everything before they alter it', () => {
    const { metadata, data } = buildModifiers(request([])) as unknown as {
      metadata: { name: string };
      data: Record<string, string>;
    };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    const [text = '', ...more] = Object.values(data);

    expect(more).toEqual([]);
    expect(buildRestore(request([]))).toMatchObject({
      spec: { resourceModifier: { kind: 'ConfigMap', name: metadata.name } },
    });
    expect(applyModifiers(text, 'configmaps', object).object).toEqual({
      ...{ ...object, data: { x: '1' } },
      metadata: { name: 'a', labels: migratedLabels(RUN) },
    });
  });
});
