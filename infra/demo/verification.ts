import { compareRows } from './comparison.ts';
import { catalogueSummary, orderIds } from './contents.ts';
import { withSession } from './database.ts';
import type { Ground } from './ground.ts';
import type { Acknowledgement } from './journal.ts';
import {
  proveAnswers,
  proveCatalogueEqual,
  proveNothingDouble,
  proveNothingMissing,
  proveQuiesced,
  type Proof,
} from './proofs.ts';
import type { Setting } from './setting.ts';
import { databaseAddress, serviceAddress, type Shop } from './shop.ts';
import { WEB } from './spec.ts';

/** Looks at both clusters from outside, and believes nothing that the product says about itself. */
export async function verifyMove(
  ground: Ground,
  shop: Shop,
  { acknowledged, setting }: { acknowledged: readonly Acknowledgement[]; setting: Setting },
): Promise<Proof[]> {
  const { progress, signal } = setting;
  const { namespace, credentials } = shop;
  const [ids, catalogue] = await progress.step('Reading every row on the target', async () =>
    withSession(
      await databaseAddress(ground.target, namespace),
      credentials,
      async (session) => [await orderIds(session), await catalogueSummary(session)] as const,
    ),
  );
  const comparison = compareRows(
    acknowledged.map(({ id }) => id),
    ids,
  );
  const answers = await progress.step('Asking the web front on the target', async () =>
    proveAnswers(await serviceAddress(ground.target, namespace, WEB.service), {
      orders: comparison.found,
      signal,
    }),
  );
  return [
    proveNothingMissing(comparison),
    proveNothingDouble(comparison),
    proveCatalogueEqual(shop.catalogue, catalogue),
    answers,
    await proveQuiesced(ground.source, namespace),
  ];
}
