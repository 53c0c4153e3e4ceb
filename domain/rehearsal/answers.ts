import type { Failure } from '../failures/failure.ts';
import type { FailureCode } from '../failures/table.ts';
import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { webhookIn } from '../objects/refusals.ts';
import { startsPods } from './demands.ts';
import type { Finding } from './finding.ts';

/** What an answer to a rehearsal means. */
export type Answer =
  /** It would be taken, or nobody can say: it needs what comes with the run. */
  | { verdict: 'fine' }
  | { verdict: 'refused'; text: string; advice: string }
  /** The server asks somebody who does not take part in rehearsals. */
  | { verdict: 'unheard'; webhook: string }
  /** It says nothing of the object: ask again. */
  | { verdict: 'again'; webhook: string | undefined; error: Failure };

const NO_REHEARSALS = /admission webhook "(?<name>[^"]+)" does not support dry run/;

/** Every namespace is given this account, a moment after it was made. */
const SOON = /serviceaccount "default" not found/;

/** What a server says of an object, rather than of whoever asks. */
const SAID_OF_OBJECTS = new Set<FailureCode>(['DRAY-1005', 'DRAY-1007', 'DRAY-1009']);

/**
 * What it means that the target refused the rehearsal of an object.
 * @param coming objects of the run that the target lacks: they are there when the object is really made
 * @throws the failure, when it says that nobody can be asked
 */
export function sortAnswer(error: Failure, coming: readonly KubeObject[]): Answer {
  const { code, detail } = error;
  const unheard = NO_REHEARSALS.exec(detail)?.groups?.['name'];
  if (unheard !== undefined) return { verdict: 'unheard', webhook: unheard };
  if (error.kind !== 'fatal' || SOON.test(detail)) {
    return { verdict: 'again', webhook: webhookIn(detail), error };
  }
  // Whether it is in the way, and whether its kind is served or comes along, was looked at before.
  if (code === 'DRAY-1011' || code === 'DRAY-1010') return { verdict: 'fine' };
  if (!SAID_OF_OBJECTS.has(code)) throw error;
  if (waitsForComing(detail, coming)) return { verdict: 'fine' };
  return { verdict: 'refused', text: tidy(detail), advice: adviceFor(detail) };
}

const NOT_FOUND = /(?<resource>[a-z]+)[a-z0-9.-]* "(?<name>[^"]+)" not found/gi;
const NO_CLASS = /no (?<resource>PriorityClass) with name (?<name>\S+) was found/g;

/** Whether all that the server misses comes with the run. */
function waitsForComing(detail: string, coming: readonly KubeObject[]): boolean {
  const missed = [NOT_FOUND, NO_CLASS].flatMap((pattern) => [...detail.matchAll(pattern)]);
  return (
    missed.length > 0 &&
    missed.every(({ groups }) => {
      const { resource = '', name = '' } = groups ?? {};
      return coming.some(
        ({ kind, metadata }) => metadata.name === name && isResourceOf(kind, resource),
      );
    })
  );
}

/** The server says `serviceaccount`, `roles`, `RuntimeClass` or `priorityclasses`, as it comes. */
function isResourceOf(kind: string, resource: string): boolean {
  const singular = kind.toLowerCase();
  const forms = [singular, `${singular}s`, `${singular}es`, singular.replace(/y$/, 'ies')];
  return forms.includes(resource.toLowerCase());
}

const FORBIDDEN = /^[a-z.0-9-]+ "[^"]*" is forbidden: /i;

/** Without the name of what was rehearsed: that stands before it, and a pod of a rehearsal is nobody's. */
function tidy(detail: string): string {
  return detail.replace(FORBIDDEN, '').replace(/^\S+ "[^"]*" is invalid: /, '');
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/cannot \S+ resource|attempting to grant/, 'give the account of the MigCluster that right'],
  [/is being terminated/, 'wait until the namespace is gone, and run again'],
  [
    /violates PodSecurity/,
    'change the pods, or the label pod-security.kubernetes.io/enforce of the namespace on the target',
  ],
  [/exceeded quota|failed quota/, 'raise the quota on the target, or ask for less'],
  [/ValidatingAdmissionPolicy/, 'change the object, or have the policy let it pass'],
  [/admission webhook/, 'change the object, or have whoever answers the webhook let it pass'],
  [/already allocated/, 'free it on the target, or change the Service'],
  [/per (?:Container|Pod|PersistentVolumeClaim) is/, 'change the LimitRange, or what is asked for'],
  [/PriorityClass|RuntimeClass/, 'make the class on the target, or change the workload'],
];

function adviceFor(detail: string): string {
  return ADVICE.find(([pattern]) => pattern.test(detail))?.[1] ?? 'correct it on the source';
}

/** What a refusal says of an object. */
export function refusalOf(
  object: KubeObject,
  { text, advice }: Extract<Answer, { verdict: 'refused' }>,
): Finding {
  return { object: describeObject(keyOf(object)), severity: 'refusal', text, advice };
}

/** What a refusal of its pods says of a workload; of one that has none for the time being it is a warning. */
export function podRefusalOf(
  workload: KubeObject,
  answer: Extract<Answer, { verdict: 'refused' }>,
): Finding {
  const finding = refusalOf(workload, answer);
  if (workload.kind === 'Pod') return finding;
  return {
    ...finding,
    severity: startsPods(workload) ? 'refusal' : 'warning',
    text: `its pods would be refused: ${answer.text}`,
  };
}

/** Webhooks that say nothing, and of how many objects: those that are away, and those that know no rehearsals. */
export function webhookFindings(answers: readonly Answer[]): Finding[] {
  const away = answers.flatMap((answer) =>
    answer.verdict === 'again' && answer.webhook !== undefined
      ? { webhook: answer.webhook, said: answer.error.detail }
      : [],
  );
  const deaf = answers.flatMap((answer) => (answer.verdict === 'unheard' ? answer.webhook : []));
  return [
    ...[...Map.groupBy(away, ({ webhook }) => webhook)].map(([webhook, [first]]): Finding => ({
      object: `webhook ${webhook}`,
      severity: 'refusal',
      text: `it does not answer: ${first?.said ?? ''}`,
      advice: 'start what answers it, or remove its configuration on the target',
    })),
    ...[...Map.groupBy(deaf, (webhook) => webhook)].map(([webhook, all]): Finding => ({
      object: `webhook ${webhook}`,
      severity: 'warning',
      text: `what it will say of ${all.length} objects is not known: it takes no part in dry runs`,
      advice: 'if it changes nothing elsewhere, declare its sideEffects as None',
    })),
  ];
}
