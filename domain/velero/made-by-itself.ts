import type { GroupKind } from '../transform/contract.ts';

/** Objects that every namespace is given by its own cluster, and why nobody has to bring them. */
const MADE_BY_ITSELF: Readonly<Record<GroupKind, Readonly<Record<string, string>>>> = {
  ConfigMap: {
    'kube-root-ca.crt': 'each cluster puts its own certificate authority into it',
    'openshift-service-ca.crt': 'each cluster puts its own certificate authority into it',
  },
  ServiceAccount: {
    default: 'each cluster makes it in every namespace',
    builder: 'OpenShift makes it in every namespace',
    deployer: 'OpenShift makes it in every namespace',
  },
};

/** Why an object is in every namespace without anybody's doing; undefined when it is not. */
export function madeByItselfBecause(kind: GroupKind, name: string): string | undefined {
  const names = MADE_BY_ITSELF[kind];
  return names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
}
