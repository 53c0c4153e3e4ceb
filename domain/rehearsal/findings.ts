import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { namespaceOf } from '../transform/read.ts';
import { type Answer, podRefusalOf, refusalOf, webhookFindings } from './answers.ts';
import type { Finding } from './finding.ts';

/** What the target said of an object of the run. */
export interface Told {
  about: KubeObject;
  /** It was said of one of its pods. */
  ofPod: boolean;
  /** Undefined when there was no time left to ask. */
  answer: Answer | undefined;
}

/**
 * What answers mean for the objects they are about.
 * @param quotas what is known of quotas already: what a single object says of these is not repeated
 */
export function answerFindings(told: readonly Told[], quotas: readonly Finding[]): Finding[] {
  const known = new Set(quotas.map(({ object }) => object));
  const refusals = told.flatMap(({ about, ofPod, answer }) => {
    if (answer?.verdict !== 'refused') return [];
    const quota = /exceeded quota: ([^,]+),/.exec(answer.text)?.[1];
    if (known.has(`ResourceQuota ${namespaceOf(about)}/${quota ?? ''}`)) return [];
    return ofPod ? podRefusalOf(about, answer) : refusalOf(about, answer);
  });
  return [
    ...refusals,
    ...webhookFindings(told.flatMap(({ answer }) => answer ?? [])),
    ...unasked(told),
  ];
}

function unasked(told: readonly Told[]): Finding[] {
  const left = told.filter(({ answer }) => answer === undefined);
  const [first] = left;
  if (first === undefined) return [];
  const others = left.length === 1 ? '' : `, nor about ${left.length - 1} others`;
  return [
    {
      object: describeObject(keyOf(first.about)),
      severity: 'warning',
      text: `the target could not be asked about it in time${others}`,
      advice: 'look which of its webhooks are slow',
    },
  ];
}
