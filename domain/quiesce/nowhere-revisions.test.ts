import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { nowhereRevisions } from './nowhere-revisions.ts';

const NOWHERE = { nodeSelector: { 'migration.openshift.io/quiesceDaemonSet': 'true' } };

function daemonSet(uid: string, spec: object): KubeObject {
  const template = { spec };
  return {
    ...{ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template } },
    metadata: { name: uid, uid },
  };
}

function revision(name: string, kind: string, uid: string, spec: object): KubeObject {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind, name: uid, uid }];
  return {
    ...{ apiVersion: 'apps/v1', kind: 'ControllerRevision' },
    metadata: { name, ownerReferences },
    data: { spec: { template: { $patch: 'replace', spec } } },
  };
}

describe('nowhereRevisions', () => {
  it('are those in which a DaemonSet stood still that runs', () => {
    const sets = [daemonSet('runs', {}), daemonSet('stands', NOWHERE)];
    const revisions = [
      revision('was', 'DaemonSet', 'runs', {}),
      revision('stood', 'DaemonSet', 'runs', NOWHERE),
      revision('stands', 'DaemonSet', 'stands', NOWHERE),
      revision('gone', 'DaemonSet', 'gone', NOWHERE),
      revision('other', 'StatefulSet', 'runs', NOWHERE),
    ];

    expect(nowhereRevisions(revisions, sets).map(({ metadata }) => metadata.name)).toEqual([
      'stood',
    ]);
  });
});
