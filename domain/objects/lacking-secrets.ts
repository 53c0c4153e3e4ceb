import type { KubeObject } from '../kube-object.ts';
import type { TransformContext } from '../transform/contract.ts';
import { mapNamespace } from '../transform/mapping.ts';
import { podSpecPath } from '../transform/pod-spec.ts';
import { accountOfSecret, mapPullSecret } from '../transform/pull-secrets.ts';
import { listAt, nameOf, namespaceOf, textAt } from '../transform/read.ts';
import type { Arrival } from './shipment.ts';

/**
 * Service accounts of the target, as `namespace/name`, whose secret for the internal registry is named beside others,
 * and that have none yet. A pod that names no secret at all is given those of its account; one that names some is
 * given no more.
 */
export function lackingSecrets(arrivals: readonly Arrival[], context: TransformContext): string[] {
  const lacking = arrivals.flatMap(({ found }) => lackingOf(found, context));
  return [...new Set(lacking)];
}

function lackingOf(object: KubeObject, context: TransformContext): string[] {
  const namespace = namespaceOf(object);
  const { place, accounts } = referencesOf(object);
  const names = listAt(object, place).flatMap((one) => textAt(one, ['name']) ?? []);
  const dropped = names.filter(
    (name) => mapPullSecret(name, namespace, accounts, context) === undefined,
  );
  if (dropped.length === names.length) return [];
  return dropped.flatMap((name) => {
    const account = accountOfSecret(name, namespace, accounts, context);
    // Its own is given to an account without its doing.
    const isOwn = object.kind === 'ServiceAccount' && account === nameOf(object);
    const target = mapNamespace(namespace, context);
    return account === undefined || isOwn ? [] : `${target}/${account}`;
  });
}

/** Where an object names pull secrets, and the accounts that it names itself. */
function referencesOf(object: KubeObject): { place: readonly string[]; accounts: string[] } {
  if (object.kind === 'ServiceAccount') return { place: ['imagePullSecrets'], accounts: [] };
  const path = podSpecPath(object);
  if (path === undefined) return { place: ['no pod'], accounts: [] };
  const account = textAt(object, [...path, 'serviceAccountName']);
  return {
    place: [...path, 'imagePullSecrets'],
    accounts: account === undefined ? [] : [account],
  };
}
