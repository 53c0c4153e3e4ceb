import type { AccessQuestion, Cluster, Identity } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { GROUP, OWN_GROUP } from '../../domain/kinds/group.ts';

/** The resources behind the API and the group each belongs to; the empty one is the core group. */
const GROUPS = {
  migclusters: GROUP,
  migstorages: GROUP,
  migplans: GROUP,
  migmigrations: GROUP,
  migschedules: OWN_GROUP,
  secrets: '',
} as const;

/** What a caller needs on the custom resources; the API grants nothing that kubectl would not. */
export interface Right {
  verb: 'get' | 'list' | 'create' | 'update' | 'delete';
  resource: keyof typeof GROUPS;
  /** Of one object; rights on all of them serve as well. */
  name?: string;
}

export interface Caller {
  who: Identity;
  namespace: string;
}

/** Fails with DRAY-6002 and names every right that the caller lacks, and no other. */
export async function requireRights(
  host: Pick<Cluster, 'mayDo'>,
  { who, namespace }: Caller,
  rights: readonly Right[],
): Promise<void> {
  const answers = await Promise.all(
    rights.map((right) => host.mayDo(questionOf(right, namespace), who)),
  );
  const missing = rights.filter((_, index) => answers[index] !== true).map(describeRight);
  if (missing.length === 0) return;
  throw failure('DRAY-6002', {
    detail: `${who.username} may not ${missing.join(', nor ')} in namespace ${namespace}`,
    hint: `Ask an administrator of the host cluster for a Role in ${namespace} that may ${missing.join(' and ')}.`,
  });
}

function questionOf({ verb, resource, name }: Right, namespace: string): AccessQuestion {
  const group = GROUPS[resource];
  return { group, resource, verb, namespace, ...(name === undefined ? {} : { name }) };
}

/** `create migplans.migration.openshift.io`, as `kubectl auth can-i` takes it. */
function describeRight({ verb, resource }: Right): string {
  const group = GROUPS[resource];
  return `${verb} ${resource}${group === '' ? '' : `.${group}`}`;
}
