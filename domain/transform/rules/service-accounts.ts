import type { Rule } from '../contract.ts';
import { dropAnnotations, EACH, edit } from '../edit.ts';
import { nameOf, textAt } from '../read.ts';

/** Names the secret that OpenShift made for the account; the target's server says so for itself. */
const PULL_SECRET_ANNOTATION = 'openshift.io/internal-registry-pull-secret-ref';

/** An account names no secrets that each cluster makes for it; those that somebody gave to it stay. */
export const ACCOUNT_SECRETS: Rule = {
  name: 'account-secrets',
  kinds: ['ServiceAccount'],
  apply(account) {
    const name = nameOf(account);
    const pruned = edit(account, ['secrets', EACH], (reference) =>
      isMade(reference, [`${name}-token-`, `${name}-dockercfg-`]) ? undefined : reference,
    );
    const unlocked = edit(pruned, ['imagePullSecrets', EACH], (reference) =>
      isMade(reference, [`${name}-dockercfg-`]) ? undefined : reference,
    );
    return { keep: dropAnnotations(unlocked, [PULL_SECRET_ANNOTATION]) };
  },
};

function isMade(reference: unknown, prefixes: readonly string[]): boolean {
  const name = textAt(reference, ['name']) ?? '';
  return prefixes.some((prefix) => name.startsWith(prefix));
}
