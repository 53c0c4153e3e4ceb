import { createHash } from 'node:crypto';
import type { Cluster, Identity } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { ExpiringMap } from './expiring-map.ts';

/** A revoked token works no longer than this. */
const REMEMBER_MS = 60_000;
const MAX_TOKENS = 1_000;

/** Who sends this Authorization header; fails with DRAY-6001. */
export type Authenticate = (authorization: string | undefined) => Promise<Identity>;

/**
 * Asks the host cluster whose token it is. Known tokens are remembered for a while, by their hash; unknown
 * ones are not, so that guessing does not push them out.
 */
export function createAuthenticator(
  host: Pick<Cluster, 'reviewToken'>,
  now: () => number = Date.now,
): Authenticate {
  const known = new ExpiringMap<Identity>({ ttlMs: REMEMBER_MS, maxEntries: MAX_TOKENS, now });
  return async (authorization) => {
    const token = bearerToken(authorization);
    const hash = createHash('sha256').update(token).digest('base64');
    const remembered = known.get(hash);
    if (remembered !== undefined) return remembered;

    const identity = await host.reviewToken(token);
    if (identity === undefined) {
      throw failure('DRAY-6001', { detail: 'the host cluster does not know the token' });
    }
    known.set(hash, identity);
    return identity;
  };
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw failure('DRAY-6001', { detail: 'the request has no Authorization header' });
  }
  const token = /^Bearer +([\w~+/.-]+=*)$/i.exec(authorization)?.[1];
  if (token !== undefined) return token;
  throw failure('DRAY-6001', {
    detail: 'the Authorization header is not of the form Bearer TOKEN',
  });
}
