import type { KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { madeByItselfBecause } from '../velero/made-by-itself.ts';

/** OpenShift gives every account of a namespace secrets, and binds some of them to roles. */
const ACCOUNT_OF_SECRET = [
  'kubernetes.io/service-account.name',
  'openshift.io/internal-registry-auth-token.service-account',
];
const GIVEN_BINDING = /^system:(deployers|image-builders|image-pullers)$/;

const TOLD_OF_THE_PAST = new Set(['Event', 'Event.events.k8s.io']);

/** Whether an object is there because somebody wanted it, and not because every namespace has it. */
export function livesThere(object: KubeObject): boolean {
  const kind = groupKindOf(object);
  const { name, annotations = {} } = object.metadata;
  if (TOLD_OF_THE_PAST.has(kind) || madeByItselfBecause(kind, name) !== undefined) return false;
  if (kind === 'RoleBinding.rbac.authorization.k8s.io') return !GIVEN_BINDING.test(name);
  if (kind !== 'Secret') return true;
  const account = ACCOUNT_OF_SECRET.map((key) => annotations[key]).find(Boolean);
  return account === undefined || madeByItselfBecause('ServiceAccount', account) === undefined;
}
