import type { KubeObject } from '../kube-object.ts';

/**
 * On claims and namespaces that a run made on the target: `<uid of the plan>/<uid of the object itself>`. They outlive
 * a run that is taken back, and with it its ledger. Whoever copies an object copies its annotations, but not its uid.
 */
export const MADE_AS = 'drayage.dev/made-as';

/** What is written when the object is made: its uid is not known yet. */
export function madeFor(planUid: string): Record<string, string> {
  return { [MADE_AS]: `${planUid}/` };
}

/** The patch that finishes what was begun when the object was made; undefined when there is nothing to finish. */
export function sealPatch({ metadata }: KubeObject, planUid: string): unknown {
  const { uid, annotations } = metadata;
  if (uid === undefined || annotations?.[MADE_AS] !== `${planUid}/`) return undefined;
  // The uid is a condition as well: an object that took its place is not ours.
  return { metadata: { uid, annotations: { [MADE_AS]: `${planUid}/${uid}` } } };
}

/** Whether the very object was made by a run of the plan. */
export function isSealed({ metadata }: KubeObject, planUid: string): boolean {
  const { uid, annotations } = metadata;
  return uid !== undefined && annotations?.[MADE_AS] === `${planUid}/${uid}`;
}
