import { describe, expect, it } from '@jest/globals';
import type { KubeObject, OwnerReference } from '../kube-object.ts';
import { CONTEXT } from '../transform/golden/context.ts';
import { ledgerKey } from './ledger.ts';
import { completedOwners, relinkedOwners } from './owners.ts';

function owner(fields: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'old', ...fields };
}

function owned(...ownerReferences: OwnerReference[]): KubeObject {
  const metadata = { name: 'keys', namespace: 'shop', ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata };
}

const widget = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w' };
const at = (place: object, uid: string): [string, string] => [
  ledgerKey({ ...widget, ...place }),
  uid,
];

describe('owners on the target', () => {
  it.each<[string, KubeObject, [string, string][], string[]]>([
    [
      'beside it, in its new namespace',
      owned(owner()),
      [at({ namespace: 'shop2' }, 'new')],
      ['new'],
    ],
    [
      'in another version',
      owned(owner()),
      [at({ namespace: 'shop2', apiVersion: 'example.com/v2' }, 'new')],
      ['new'],
    ],
    ['in no namespace', owned(owner()), [at({}, 'new')], ['new']],
    ['in its old namespace', owned(owner()), [at({ namespace: 'shop' }, 'new')], []],
    ['of another group', owned(owner()), [at({ namespace: 'shop2', apiVersion: 'v1' }, 'new')], []],
    ['nobody', owned(), [at({ namespace: 'shop2' }, 'new')], []],
  ])('are those %s', (_, found, uids, expected) => {
    const owners = relinkedOwners(found, CONTEXT, new Map(uids));

    expect(owners.map(({ uid }) => uid)).toEqual(expected);
  });

  it('keep what they were to the object', () => {
    const reference = owner({ controller: true, blockOwnerDeletion: true });

    const [relinked] = relinkedOwners(
      owned(reference),
      CONTEXT,
      new Map([at({ namespace: 'shop2' }, 'new')]),
    );

    expect(relinked).toEqual({ ...reference, uid: 'new' });
  });
});

describe('an object on the target', () => {
  const ours = owner({ uid: 'new', controller: true });

  it.each<[string, OwnerReference[], OwnerReference[], OwnerReference[] | undefined]>([
    ['without owners gets them', [], [ours], [ours]],
    ['that has them is left alone', [ours], [ours], undefined],
    ['keeps others', [owner({ uid: 'other' })], [ours], [owner({ uid: 'other' }), ours]],
    ['has one controller only', [owner({ uid: 'other', controller: true })], [ours], undefined],
  ])('%s', (_, there, wanted, expected) => {
    expect(completedOwners(owned(...there), wanted)).toEqual(expected);
  });
});
