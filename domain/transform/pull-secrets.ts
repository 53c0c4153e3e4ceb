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
  const account = MADE.exec(name)?.groups?.['account'];
  if (account === undefined) return name;
  const key = `${mapNamespace(namespace, context)}/${account}`;
  const made = lookUp(context.target.pullSecrets, key);
  if (made !== undefined) return made;
  return EVERYWHERE.includes(account) || accounts.includes(account) ? undefined : name;
}
