import { describe, expect, it } from '@jest/globals';
import { keyOf } from '../../kube-object.ts';
import { ledgerKey } from '../../objects/ledger.ts';
import { relinkedOwners } from '../../objects/owners.ts';
import { arrives, CONTEXT, contextWith, notesOn } from './context.ts';
import { live, owner } from './objects.ts';

describe('row 26: custom resources', () => {
  const found = live(
    'example.com/v1',
    'Widget',
    {
      finalizers: ['widgets.example.com/cleanup'],
      ownerReferences: [owner('apps/v1', 'Deployment')],
    },
    { spec: { size: 1 } },
  );
  const serving = contextWith({ target: { servedVersions: { 'Widget.example.com': ['v1'] } } });

  it('row 26: the finalizer of a group that is not served goes, and that is told', () => {
    expect(arrives(found).metadata.finalizers).toBeUndefined();
    expect(notesOn(found)).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        text: expect.stringContaining('widgets.example.com/cleanup'),
      }),
    );
  });

  it('that of a group that is served stays', () => {
    expect(arrives(found, serving).metadata.finalizers).toEqual(['widgets.example.com/cleanup']);
    expect(notesOn(found, serving)).toEqual([]);
  });

  it('row 26: its owner is the one that was restored', () => {
    const parent = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'parent', namespace: 'shop2' },
    };
    const uids = new Map([[ledgerKey(keyOf(parent)), 'new-uid']]);

    expect(arrives(found).metadata.ownerReferences).toBeUndefined();
    expect(relinkedOwners(found, CONTEXT, uids)).toEqual([
      { ...owner('apps/v1', 'Deployment'), uid: 'new-uid' },
    ]);
  });

  it('keeps what it is about', () => {
    expect(arrives(found)['spec']).toEqual({ size: 1 });
  });
});
