import { describe, expect, it } from '@jest/globals';
import { ROOT, type TransferIdentity } from '../transfer/identity/identity.ts';
import type { RunVolume } from './facts.ts';
import { type VolumeUsers, withNonRoot } from './non-root.ts';

const user: TransferIdentity = { mode: 'restricted', uid: 1000, groups: [] };
const volume = { namespace: 'shop', claim: 'data' } as RunVolume;
const none = { count: 0, first: '' };

function messageOf(users: VolumeUsers): string {
  const [condition] = withNonRoot([], [[volume, users]]);
  expect(condition).toMatchObject({
    type: 'RsyncServerPodsRunningAsNonRoot',
    reason: 'RsyncOperationsAreRunningAsNonRoot',
    category: 'Warn',
    durable: true,
  });
  return condition?.message ?? '';
}

describe('withNonRoot', () => {
  it('says nothing of root', () => {
    expect(withNonRoot([], [[volume, undefined]])).toEqual([]);
  });

  it('lists what is not kept, and what is concerned', () => {
    const unkept = { owners: { count: 3, first: 'a\xc3\xa9' }, groups: none, devices: none };
    const message = messageOf({ identities: { sender: user, receiver: user }, unkept });

    expect(message).toContain('shop/data is read as uid 1000 (restricted)');
    expect(message).toContain('owners and groups');
    expect(message).toContain('3 of other owners (first: aé)');
    expect(message).not.toContain('of other groups');
  });

  it('says when nothing is concerned', () => {
    const unkept = { owners: none, groups: none, devices: none };
    expect(messageOf({ identities: { sender: ROOT, receiver: user }, unkept })).toContain(
      'No entry is concerned',
    );
  });

  it('says of a reader alone what may not be read', () => {
    const message = messageOf({ identities: { sender: user, receiver: ROOT } });
    expect(message).toContain('may not read');
    expect(message).not.toContain('not kept');
  });

  it('tells once, what is known last', () => {
    const other = { type: 'Other', status: 'True', category: 'Warn', message: '' } as const;
    const users = { identities: { sender: user, receiver: user } };
    const first = withNonRoot([other], [[volume, users]]);
    const second = withNonRoot(first, [
      [volume, users],
      [{ ...volume, claim: 'more' }, users],
    ]);
    expect(second).toHaveLength(2);
    expect(second[1]?.message).toContain('shop/more');
  });
});
