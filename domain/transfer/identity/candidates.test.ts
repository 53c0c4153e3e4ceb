import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candidatesFor, DEFAULT_USER, type EndFacts } from './candidates.ts';
import { describeIdentity } from './identity.ts';

const RANGE = { first: 1_000_650_000, last: 1_000_659_999 };
const end: EndFacts = {
  role: 'receiver',
  asked: {},
  application: undefined,
  sourceUsers: undefined,
  users: undefined,
  groups: undefined,
  extraGroups: [],
};

function shown(facts: Partial<EndFacts>): string[] {
  return candidatesFor({ ...end, ...facts }).map(describeIdentity);
}

describe('candidatesFor', () => {
  it.each<[string, Partial<EndFacts>, string[]]>([
    ['nobody, where nothing says who', {}, ['root', `uid ${DEFAULT_USER} (restricted)`]],
    [
      'the user of the application',
      { application: { uid: 1000, groups: [] } },
      ['root', 'uid 1000 (restricted)'],
    ],
    [
      'not the root of an application',
      { application: { uid: 0, groups: [] } },
      ['root', `uid ${DEFAULT_USER} (restricted)`],
    ],
    [
      'the range before any other',
      { users: RANGE },
      ['root', 'uid 1000650000 (ranged)', 'uid 1000650000 (restricted)'],
    ],
    [
      'the application within the range',
      { users: RANGE, sourceUsers: RANGE, application: { uid: 1_000_650_007, groups: [] } },
      ['root', 'uid 1000650007 (ranged)', 'uid 1000650007 (restricted)'],
    ],
    [
      'the range of the target where that of the source gave the user',
      { users: RANGE, sourceUsers: { first: 5, last: 9 }, application: { uid: 7, groups: [] } },
      ['root', 'uid 1000650000 (ranged)', 'uid 7 (restricted)'],
    ],
    [
      'a user that no range gave, before the range',
      { users: RANGE, sourceUsers: RANGE, application: { uid: 1000, groups: [] } },
      ['root', 'uid 1000 (restricted)', 'uid 1000650000 (ranged)'],
    ],
    ['root alone when asked for', { asked: { root: true }, users: RANGE }, ['root']],
    ['root alone when its number is', { asked: { user: 0 } }, ['root']],
    ['never root when refused', { asked: { root: false } }, [`uid ${DEFAULT_USER} (restricted)`]],
    [
      'the user that is asked for, whoever uses the volume',
      { asked: { user: 5000 }, application: { uid: 1000, groups: [] } },
      ['uid 5000 (restricted)'],
    ],
    [
      'another group without root',
      { asked: { group: 7 }, application: { uid: 1000, groups: [] } },
      ['uid 1000 (restricted)'],
    ],
  ])('takes %s', (_, facts, expected) => {
    expect(shown(facts)).toEqual(expected);
  });

  it('gives the groups of the volume, and those of the settings', () => {
    const application = { uid: 7, gid: 2000, groups: [3000, 4000] };
    const sourceUsers = { first: 5, last: 9 };
    const groups = { first: 1_000_650_000, last: 1_000_659_999 };
    const all = candidatesFor({
      ...end,
      ...{ application, users: RANGE, sourceUsers, groups },
      extraGroups: [4000, 5000],
    });

    expect(all.map((one) => one.groups)).toEqual([
      [4000, 5000],
      [1_000_650_000, 4000, 5000],
      [3000, 4000, 5000],
    ]);
    expect(all.map(({ gid }) => gid)).toEqual([0, undefined, 2000]);
    const [, sender] = candidatesFor({
      ...end,
      role: 'sender',
      application,
      users: RANGE,
      sourceUsers,
    });
    expect(sender?.groups).toEqual([3000, 4000]);
  });

  it('never makes root of somebody else, and always has one', () => {
    const id = fc.option(fc.nat(5), { nil: undefined });
    const facts = fc.record({
      uid: id,
      first: id,
      root: fc.option(fc.boolean(), { nil: undefined }),
    });
    fc.assert(
      fc.property(facts, ({ uid, first, root }) => {
        const all = candidatesFor({
          ...end,
          asked: root === undefined ? {} : { root },
          application: { ...(uid === undefined ? {} : { uid }), groups: [] },
          users: first === undefined ? undefined : { first: first + 1, last: first + 3 },
        });
        expect(all.length).toBeGreaterThan(0);
        for (const one of all) expect(one.uid === 0).toBe(one.mode === 'root');
        if (root === false) expect(all.some(({ mode }) => mode === 'root')).toBe(false);
      }),
    );
  });
});
