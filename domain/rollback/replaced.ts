import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { isMade, type LedgerEntry } from '../objects/ledger.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { partOf } from './part.ts';

/**
 * What somebody else has made in the place of what a run made there: it stays. Workloads apart, since they may run the
 * application beside the source.
 */
export function replacedOnTarget(
  listed: readonly { entry: LedgerEntry; runUid: string; present: KubeObject | undefined }[],
): { workloads: string[]; others: string[] } {
  const replaced = listed.flatMap(({ entry, runUid, present }) =>
    present === undefined || entry.added !== undefined || isMade(present, entry, runUid)
      ? []
      : [present],
  );
  const isWorkload = (object: KubeObject) => partOf(groupKindOf(object)) === 'running';
  const names = (objects: readonly KubeObject[]) =>
    objects.map((object) => describeObject(keyOf(object)));
  return {
    workloads: names(replaced.filter(isWorkload)),
    others: names(replaced.filter((object) => !isWorkload(object))),
  };
}
