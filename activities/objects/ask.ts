import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { sortAnswer } from '../../domain/rehearsal/answers.ts';
import type { Told } from '../../domain/rehearsal/findings.ts';
import { atOnce } from '../at-once.ts';
import { waitFor } from '../wait-for.ts';

/** Something that is shown to the target for the sake of an object of the run: that very object, or a pod of it. */
export interface Question {
  about: KubeObject;
  ofPod: boolean;
  shown: KubeObject;
}

export interface Asked extends Question, Told {
  /** What was shown, as the target would have it; undefined when it would not. */
  admitted?: KubeObject;
}

/** API servers bear more; the processors of a small one do not. */
const ASKED_AT_ONCE = 32;
/** Whoever is busy may answer so much later. From then on each object is asked about once. */
const PATIENCE_MS = 5_000;
/** A webhook may take half a minute to time out, and there may be many objects: the act has 90 seconds. */
const ALL_MS = 30_000;

/**
 * Has the target say what it would do with objects, without doing it.
 * @param coming objects of the run that the target lacks
 * @throws Failure when the target cannot be asked
 */
export async function askTarget(
  target: Cluster,
  questions: readonly Question[],
  coming: readonly KubeObject[],
): Promise<Asked[]> {
  const began = Date.now();
  const hasPassed = (limitMs: number) => Date.now() - began > limitMs;
  return atOnce(ASKED_AT_ONCE, questions, async (question): Promise<Asked> => {
    if (hasPassed(ALL_MS)) return { ...question, answer: undefined };
    return waitFor<Asked>(
      async () => {
        const asked = await askOnce(target, question, coming);
        return asked.answer?.verdict === 'again' && !hasPassed(PATIENCE_MS)
          ? { done: false, seen: asked.answer.error.detail }
          : { done: true, value: lastWord(asked) };
      },
      { limitMs: ALL_MS, pollMs: 100, since: 'call' },
      (detail) => failure('DRAY-1006', { detail, object: target.name }),
    );
  });
}

async function askOnce(
  target: Cluster,
  question: Question,
  coming: readonly KubeObject[],
): Promise<Asked> {
  try {
    const admitted = await target.create(question.shown, { dryRun: true });
    return { ...question, answer: { verdict: 'fine' }, admitted };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { ...question, answer: sortAnswer(error, coming) };
  }
}

/** A server that stays busy is asked by whoever tries the act again. That an account is not there yet passes. */
function lastWord(asked: Asked): Asked {
  const { answer } = asked;
  if (answer?.verdict !== 'again' || answer.webhook !== undefined) return asked;
  if (answer.error.kind !== 'fatal') throw answer.error;
  return { ...asked, answer: { verdict: 'fine' } };
}
