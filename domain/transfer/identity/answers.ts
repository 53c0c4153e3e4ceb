import type { FailureCode } from '../../failures/table.ts';
import { describeIdentity, type TransferIdentity } from './identity.ts';

/** What a cluster says to a pod that is shown to it. */
export type PodAnswer = 'admitted' | { refused: string };

export interface Tried {
  identity: TransferIdentity;
  answer: PodAnswer;
}

export type Choice =
  | { identity: TransferIdentity }
  /** Who runs is not the question any more. */
  | { code: FailureCode; detail: string }
  /** Ask about the next candidate. */
  | 'next';

/** Refusals that say nothing of the user: another one would meet them too. */
const NO_ROOM =
  /exceeded quota|failed quota|(?:minimum|maximum) \S+ usage per|limit to request ratio/;

/** What follows from what was tried so far; the last of it is new. */
export function judgeTried(tried: readonly Tried[], left: number): Choice {
  const last = tried.at(-1);
  if (last === undefined) return 'next';
  if (last.answer === 'admitted') return { identity: last.identity };
  const { refused } = last.answer;
  if (NO_ROOM.test(refused)) return { code: 'DRAY-3042', detail: refused };
  if (left > 0) return 'next';
  const said = tried.map(({ identity, answer }) => {
    const why = answer === 'admitted' ? 'admitted' : answer.refused;
    return `as ${describeIdentity(identity)}: ${why}`;
  });
  return { code: 'DRAY-3041', detail: said.join('; ') };
}
