import type { TransformContext } from './contract.ts';
import { mapNamespace } from './mapping.ts';
import { lookUp } from './read.ts';

/** Accounts that OpenShift makes in every namespace. */
const EVERYWHERE = ['builder', 'default', 'deployer'];

const MADE = /^(?<account>.+)-dockercfg-[^-]+$/;

/**
 * What a reference to a pull secret becomes. OpenShift makes secrets for its own registry, one for each service
 * account, which open no other cluster's: such a name gives way to that of the same account on the target, or to
 * nothing (undefined) when there is none. Any other secret is somebody's own, and keeps its name.
 *
 * @param namespace where the reference is, as the source or the target calls it
 * @param accounts service accounts that are known to be there, beside those of every namespace
 */
export function mapPullSecret(
  name: string,
  namespace: string,
  accounts: readonly string[],
  context: TransformContext,
): string | undefined {
  const made = MADE.exec(name)?.groups?.['account'];
  const named = made === undefined ? undefined : targetSecret(made, namespace, context);
  if (named !== undefined) return named;
  const account = accountOfSecret(name, namespace, accounts, context);
  return account === undefined ? name : targetSecret(account, namespace, context);
}

/** The account for which the source made a secret of this name; undefined for somebody's own. */
export function accountOfSecret(
  name: string,
  namespace: string,
  accounts: readonly string[],
  { source }: TransformContext,
): string | undefined {
  const known = lookUp(source.accountSecrets, `${namespace}/${name}`);
  if (known !== undefined) return known;
  // One that was deleted may still be named.
  const account = MADE.exec(name)?.groups?.['account'];
  if (account === undefined) return undefined;
  return EVERYWHERE.includes(account) || accounts.includes(account) ? account : undefined;
}

function targetSecret(
  account: string,
  namespace: string,
  context: TransformContext,
): string | undefined {
  const key = `${mapNamespace(namespace, context)}/${account}`;
  return lookUp(context.target.pullSecrets, key);
}
