import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { dropAnnotations, EACH, edit } from '../edit.ts';
import { mapPullSecret } from '../pull-secrets.ts';
import { nameOf, namespaceOf, textAt } from '../read.ts';

/** Names the secret that OpenShift made for the account; the target's server says so for itself. */
const PULL_SECRET_ANNOTATION = 'openshift.io/internal-registry-pull-secret-ref';

/**
 * An account names no secrets that each cluster makes for it; those that somebody gave to it stay. One that was made
 * for another account gives way to the target's.
 */
export const ACCOUNT_SECRETS: Rule = {
  name: 'account-secrets',
  kinds: ['ServiceAccount'],
  apply(account, context) {
    const name = nameOf(account);
    const pruned = edit(account, ['secrets', EACH], (reference) =>
      isMade(reference, [`${name}-token-`, `${name}-dockercfg-`])
        ? undefined
        : mapped(reference, account, context),
    );
    const unlocked = edit(pruned, ['imagePullSecrets', EACH], (reference) =>
      isMade(reference, [`${name}-dockercfg-`]) ? undefined : mapped(reference, account, context),
    );
    return { keep: dropAnnotations(unlocked, [PULL_SECRET_ANNOTATION]) };
  },
};

function isMade(reference: unknown, prefixes: readonly string[]): boolean {
  const name = textAt(reference, ['name']) ?? '';
  return prefixes.some((prefix) => name.startsWith(prefix));
}

function mapped(reference: unknown, account: KubeObject, context: TransformContext): unknown {
  const name = textAt(reference, ['name']);
  if (name === undefined) return reference;
  const made = mapPullSecret(name, namespaceOf(account), [], context);
  return made === undefined ? undefined : edit(reference, ['name'], () => made);
}
