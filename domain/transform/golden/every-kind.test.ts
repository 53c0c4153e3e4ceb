import { describe, expect, it } from '@jest/globals';
import { LAST_APPLIED } from '../last-applied.ts';
import { arrives, contextWith, notesOn } from './context.ts';
import { live, MIGRATED, owner } from './objects.ts';

describe('every object', () => {
  it('loses what the source’s server set, and status', () => {
    const found = live(
      'example.com/v1',
      'Widget',
      {
        deletionGracePeriodSeconds: 30,
        selfLink: '/x',
        generateName: 'it-',
        ownerReferences: [owner('example.com/v1', 'Gadget')],
        annotations: { own: 'x' },
        labels: { app: 'shop' },
      },
      { spec: { size: 1 }, status: { phase: 'Ready' } },
    );

    expect(arrives(found)).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: {
        name: 'it',
        namespace: 'shop2',
        annotations: { own: 'x' },
        labels: { app: 'shop', ...MIGRATED },
      },
      spec: { size: 1 },
    });
  });

  it('loses what the Velero plug-ins of MTC left', () => {
    const annotations = {
      'openshift.io/backup-server-version': '1.11',
      'openshift.io/backup-registry-hostname': 'r',
      'openshift.io/restore-server-version': '1.27',
      'openshift.io/restore-registry-hostname': 'r',
      'openshift.io/description': 'own',
    };

    expect(arrives(live('v1', 'Secret', { annotations })).metadata.annotations).toEqual({
      'openshift.io/description': 'own',
    });
  });

  it('keeps its namespace where the plan does not name it', () => {
    expect(arrives(live('v1', 'Secret', { namespace: 'other' })).metadata.namespace).toBe('other');
  });

  // Decided: none at all. Only the target knows whether there is one already, and Velero merges labels into it; a
  // rollback would then delete somebody else's. The same for what other people's objects live in, or by.
  it.each([
    ['v1', 'ServiceAccount'],
    ['v1', 'Namespace'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ])('is marked for a rollback, but not a %s %s', (apiVersion, kind) => {
    expect(arrives(live(apiVersion, kind, {})).metadata.labels).toBeUndefined();
  });
});

describe('finalizers', () => {
  const served = contextWith({ target: { servedVersions: { 'Widget.example.com': ['v1'] } } });

  it.each([
    ['foregroundDeletion', false, false],
    ['orphan', false, false],
    ['service.kubernetes.io/load-balancer-cleanup', false, false],
    ['kubernetes.io/pvc-protection', false, false],
    ['example.com/cleanup', true, false],
    ['widgets.example.com', true, false],
    ['example.org/cleanup', false, true],
    ['finalizer.example.org', false, true],
    ['com', false, true],
  ])('%s: kept %p, told %p', (finalizer, kept, told) => {
    const found = live('example.com/v1', 'Widget', { finalizers: [finalizer] });

    expect(arrives(found, served).metadata.finalizers).toEqual(kept ? [finalizer] : undefined);
    expect(notesOn(found, served).map(({ rule }) => rule)).toEqual(told ? ['finalizer'] : []);
  });
});

describe('kubectl’s record of what it applied', () => {
  const applied = (record: unknown) =>
    live(
      'v1',
      'ConfigMap',
      { annotations: { [LAST_APPLIED]: JSON.stringify(record) } },
      {
        data: { a: 'changed since' },
      },
    );

  it.each([
    ['tells of a namespace that changed', { metadata: { namespace: 'shop' } }, false],
    ['tells of a uid of the source', { metadata: { uid: 'c2b7' } }, false],
    ['tells nothing that changes', { metadata: { name: 'it' }, data: { a: 'x' } }, true],
    [
      'has only emptiness to tell',
      { metadata: { creationTimestamp: null, annotations: {} }, status: { x: 1 } },
      true,
    ],
    ['is of no use', 'odd', true],
  ])('when it %s: kept %p', (_name, record, kept) => {
    const found = arrives(applied(record));

    expect(found.metadata.annotations?.[LAST_APPLIED] !== undefined).toBe(kept);
  });
});
