import { z } from 'zod';
import { whatStillRuns } from './application.ts';
import type { Comparison } from './comparison.ts';
import type { CatalogueSummary } from './contents.ts';
import type { Site } from './ground.ts';
import type { Address } from './spec.ts';
import { waitUntil } from './wait.ts';

/** One claim of the demo, whether it holds, and what was seen. */
export interface Proof {
  claim: string;
  holds: boolean;
  evidence: string;
}

export function proveNothingMissing(comparison: Comparison): Proof {
  const { acknowledged, found, missing, extra } = comparison;
  return {
    claim: 'not one acknowledged commit is missing',
    // Without a single commit there would be nothing proved.
    holds: missing.length === 0 && acknowledged > 0,
    // An extra row is one whose confirmation was lost on its way.
    evidence:
      `${acknowledged} acknowledged, ${found} found, ${missing.length} missing` +
      `${someOf(missing)}, ${extra.length} extra`,
  };
}

export function proveNothingDouble({ duplicated }: Comparison): Proof {
  return {
    claim: 'every row is there once',
    holds: duplicated.length === 0,
    evidence: `${duplicated.length} numbers occur more than once${someOf(duplicated)}`,
  };
}

export function proveCatalogueEqual(before: CatalogueSummary, after: CatalogueSummary): Proof {
  const equal = before.rows === after.rows && before.hash === after.hash;
  return {
    claim: 'the rest of the database is equal',
    holds: equal && before.rows > 0,
    evidence: equal
      ? `${after.rows} rows, same hash on both sides`
      : `${before.rows} rows with hash ${before.hash} before, ${after.rows} with ${after.hash} after`,
  };
}

const Page = z.object({ orders: z.number() });

/** Asks the web front until it has counted at least `orders`: then it speaks to the moved database. */
export async function proveAnswers(
  address: Address,
  { orders, signal }: { orders: number; signal: AbortSignal },
): Promise<Proof> {
  const claim = 'the application answers on the target';
  const url = `http://${address.host}:${address.port}/`;
  let seen = 'no answer';
  try {
    const page = await waitUntil({
      what: `${url} to show ${orders} orders`,
      limitMs: 60_000,
      signal,
      look: async () => {
        const answer = await fetch(`${url}orders.json`, { signal: AbortSignal.timeout(2_000) });
        const found = Page.parse(await answer.json());
        seen = `${found.orders} orders`;
        return found.orders >= orders ? found : undefined;
      },
    });
    return {
      claim,
      holds: true,
      evidence: `${url} shows ${page.orders} orders`,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { claim, holds: false, evidence: `${url}: ${seen}; ${messageOf(error)}` };
  }
}

export async function proveQuiesced(source: Site, namespace: string): Promise<Proof> {
  const running = await whatStillRuns(source.cluster, namespace);
  return {
    claim: 'the source is quiesced',
    holds: running.length === 0,
    evidence: running.length === 0 ? 'no replica wanted, no pod runs' : running.join('; '),
  };
}

function someOf(ids: number[]): string {
  if (ids.length === 0) return '';
  return ` (${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
