import type { KubeObject } from '../../kube-object.ts';

/** Ids that OpenShift has given to a namespace; both ends belong to it. */
export interface IdRange {
  first: number;
  last: number;
}

const USERS = 'openshift.io/sa.scc.uid-range';
const GROUPS = 'openshift.io/sa.scc.supplemental-groups';

export function userRangeOf(namespace: KubeObject | undefined): IdRange | undefined {
  return parseRange(namespace?.metadata.annotations?.[USERS]);
}

/** OpenShift names several, apart by commas; pods get the first id of the first. */
export function groupRangeOf(namespace: KubeObject | undefined): IdRange | undefined {
  return parseRange(namespace?.metadata.annotations?.[GROUPS]?.split(',')[0]);
}

export function isWithin(range: IdRange, id: number): boolean {
  return id >= range.first && id <= range.last;
}

/** `1000650000/10000` is first and count, `1000650000-1000659999` first and last; undefined for anything else. */
function parseRange(text: string | undefined): IdRange | undefined {
  const [, start, sign, end] = /^(\d{1,10})([/-])(\d{1,10})$/.exec(text?.trim() ?? '') ?? [];
  if (start === undefined || end === undefined) return undefined;
  const first = Number(start);
  const last = sign === '/' ? first + Number(end) - 1 : Number(end);
  return last >= first ? { first, last } : undefined;
}
