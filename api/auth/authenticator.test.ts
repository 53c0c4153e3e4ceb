import { describe, expect, test } from '@jest/globals';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { createAuthenticator } from './authenticator.ts';

const alice = { username: 'alice', groups: ['movers'] };

function setUp() {
  const host = new FakeCluster();
  host.tokens.set('abc.def-1', alice);
  const clock = { ms: 0 };
  let reviews = 0;
  host.before = (method) => {
    if (method === 'reviewToken') reviews += 1;
  };
  const authenticate = createAuthenticator(host, () => clock.ms);
  return { host, clock, authenticate, reviews: () => reviews };
}

describe('authenticating a request', () => {
  test('a token of the host cluster names its owner', async () => {
    const { authenticate } = setUp();
    await expect(authenticate('Bearer abc.def-1')).resolves.toEqual(alice);
    await expect(authenticate('bearer  abc.def-1')).resolves.toEqual(alice);
  });

  test.each([
    ['no header', undefined, 'no Authorization header'],
    ['another scheme', 'Basic YWxpY2U6c2VjcmV0', 'not of the form'],
    ['no token', 'Bearer ', 'not of the form'],
    ['two words', 'Bearer a b', 'not of the form'],
    ['an unknown token', 'Bearer unknown', 'does not know the token'],
  ])('%s is refused without showing what was sent', async (_, header, reason) => {
    const { authenticate } = setUp();
    const refusal = await authenticate(header).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'DRAY-6001' });
    expect((refusal as Error).message).toContain(reason);
    expect((refusal as Error).message).not.toMatch(/YWxp|unknown/);
  });

  test('the cluster is asked once a minute for a known token', async () => {
    const { authenticate, clock, reviews } = setUp();
    await authenticate('Bearer abc.def-1');
    clock.ms = 59_999;
    await authenticate('Bearer abc.def-1');
    expect(reviews()).toBe(1);
    clock.ms = 60_000;
    await authenticate('Bearer abc.def-1');
    expect(reviews()).toBe(2);
  });

  test('a revoked token is refused after a minute at the latest', async () => {
    const { authenticate, clock, host } = setUp();
    await authenticate('Bearer abc.def-1');
    host.tokens.clear();
    clock.ms = 60_000;
    await expect(authenticate('Bearer abc.def-1')).rejects.toMatchObject({ code: 'DRAY-6001' });
  });

  test('an unknown token is asked about each time, so that a new one works at once', async () => {
    const { authenticate, host } = setUp();
    await expect(authenticate('Bearer later')).rejects.toMatchObject({ code: 'DRAY-6001' });
    host.tokens.set('later', alice);
    await expect(authenticate('Bearer later')).resolves.toEqual(alice);
  });
});
