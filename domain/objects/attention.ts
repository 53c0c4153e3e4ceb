import type { ConditionDraft } from '../kinds/condition.ts';
import { describeObject, keyOf } from '../kube-object.ts';
import { isTrivial } from '../report/trivial.ts';
import { listed } from './refusals.ts';
import type { Shipment } from './shipment.ts';

/** What keeps a shipment from arriving as it must, as sentences that name the object; none when nothing does. */
export function shipmentRefusals({ notes }: Pick<Shipment, 'notes'>): string[] {
  return sentences(notes, 'refusal');
}

/**
 * One condition for all that somebody should look at, and one for what stays behind although no cluster makes it by
 * itself; none when there is nothing.
 * @param run the MigMigration whose report has the rest
 */
export function attentionConditions(
  { notes, left }: Pick<Shipment, 'notes' | 'left'>,
  run: string,
): ConditionDraft[] {
  const shownBy = `\`dray report ${run}\` shows all that was changed or left behind.`;
  const warnings = sentences(notes, 'warning');
  const missed = left.filter(({ rule }) => !isTrivial(rule));
  const reasons = missed.map(({ found, reason }) => `${describeObject(keyOf(found))}: ${reason}`);
  return [
    ...(warnings.length === 0 ? [] : [attention(listed(warnings), shownBy)]),
    ...(missed.length === 0 ? [] : [leftBehind(listed(reasons), shownBy)]),
  ];
}

function attention(objects: string, shownBy: string): ConditionDraft {
  return {
    ...{ type: 'ObjectsNeedAttention', status: 'True', category: 'Warn', reason: 'Changed' },
    message: `Look at these objects on the target: ${objects}. ${shownBy}`,
    durable: true,
  };
}

/** Nothing is wrong with that: it is told, and the run has no warning for it. */
function leftBehind(objects: string, shownBy: string): ConditionDraft {
  return {
    ...{ type: 'ObjectsLeftBehind', status: 'True', category: 'Advisory', reason: 'LeftBehind' },
    message: `These objects stay on the source: ${objects}. ${shownBy}`,
    durable: true,
  };
}

function sentences(notes: Shipment['notes'], severity: 'refusal' | 'warning'): string[] {
  return notes
    .filter(({ note }) => note.severity === severity)
    .map(({ found, note }) => `${describeObject(keyOf(found))}: ${note.text}`);
}
