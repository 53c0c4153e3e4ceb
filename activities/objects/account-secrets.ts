import { failure } from '../../domain/failures/failure.ts';
import { lackingSecrets } from '../../domain/objects/lacking-secrets.ts';
import { listed, refusedPlaces } from '../../domain/objects/refusals.ts';
import type { Arrival } from '../../domain/objects/shipment.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { waitAWhile } from '../wait-for.ts';
import { readPullSecrets } from './context.ts';
import { decideAgain, type Decided, placeable } from './decide.ts';
import { type Intent, lookAtPlaces, writeIntents } from './intents.ts';
import { placeArrivals } from './place.ts';

/** OpenShift takes about a second. One whose registry is switched off never makes any. */
const GIVEN = { limitMs: 20_000, pollMs: 200 };

/**
 * OpenShift gives each service account a secret for its registry, a moment after it made the account, under a name that
 * nobody knows before. Where pods name such a secret beside others, the accounts are made first, and what names
 * their secrets is decided on again. Elsewhere, and on every plain cluster, nothing is done.
 */
export async function withAccountSecrets(
  { target, ledger }: Pick<Intent, 'target' | 'ledger'>,
  facts: RunFacts,
  decided: Decided,
): Promise<Decided> {
  const lacking = lackingSecrets(decided.shipment.arrivals, decided.context);
  // Without a registry of its own the target makes no secrets for one.
  const hasRegistry = Object.keys(decided.context.registries).length > 0;
  if (lacking.length === 0 || !hasRegistry) return decided;

  const arrivals = placeable(decided.shipment, facts.run);
  await announce({ target, ledger, arrivals });
  const accounts = arrivals.filter((arrival) => isAccount(arrival, lacking));
  await placeArrivals({ target, ledger, arrivals: accounts, customKinds: new Set() });

  const namespaces = facts.namespaces.map((pair) => pair.target);
  let pullSecrets = decided.context.target.pullSecrets;
  await waitAWhile(async () => {
    pullSecrets = await readPullSecrets(target, namespaces);
    const open = lacking.filter((account) => !Object.hasOwn(pullSecrets, account));
    return open.length === 0 ? undefined : `pull secrets of ${listed(open)}`;
  }, GIVEN);
  return decideAgain(decided, pullSecrets);
}

/** Nothing is begun before all that is in the way is known, and all that is to be made is written down. */
export async function announce(intent: Intent): Promise<void> {
  const look = await lookAtPlaces(intent);
  const refused = refusedPlaces(look.placements);
  if (refused.length > 0) {
    throw failure('DRAY-1011', { detail: listed(refused), object: intent.target.name });
  }
  await writeIntents(intent.ledger, look);
}

function isAccount({ wanted }: Arrival, accounts: readonly string[]): boolean {
  const { namespace = '', name } = wanted.metadata;
  return wanted.kind === 'ServiceAccount' && accounts.includes(`${namespace}/${name}`);
}
