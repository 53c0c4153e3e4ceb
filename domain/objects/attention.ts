import type { ConditionDraft } from '../kinds/condition.ts';
import { describeObject, keyOf } from '../kube-object.ts';
import { listed } from './refusals.ts';
import type { Shipment } from './shipment.ts';

/** What keeps a shipment from arriving as it must, as sentences that name the object; none when nothing does. */
export function shipmentRefusals({ notes }: Pick<Shipment, 'notes'>): string[] {
  return sentences(notes, 'refusal');
}

/** One condition for all that somebody should look at; none when there is nothing. */
export function attentionConditions({ notes }: Pick<Shipment, 'notes'>): ConditionDraft[] {
  const warnings = sentences(notes, 'warning');
  if (warnings.length === 0) return [];
  return [
    {
      type: 'ObjectsNeedAttention',
      status: 'True',
      category: 'Warn',
      reason: 'Changed',
      message: `Look at these objects on the target: ${listed(warnings)}.`,
      durable: true,
    },
  ];
}

function sentences(notes: Shipment['notes'], severity: 'refusal' | 'warning'): string[] {
  return notes
    .filter(({ note }) => note.severity === severity)
    .map(({ found, note }) => `${describeObject(keyOf(found))}: ${note.text}`);
}
