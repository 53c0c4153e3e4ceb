import * as z from 'zod';
import { Condition } from '../../../domain/kinds/condition.ts';

export const ConditionView = z
  .object({
    type: z.string().describe('What it is about, for example Ready.'),
    status: z.string().describe('True, False or Unknown.'),
    category: z.string().describe('Critical, Error, Warn, Required or Advisory.'),
    reason: z.string().optional().describe('Why, in one word for machines.'),
    message: z.string().optional().describe('What happened and what to do.'),
    lastTransitionTime: z.string().describe('When the status last changed, RFC 3339.'),
    durable: z.boolean().optional().describe('Stays once set.'),
  })
  .meta({ id: 'Condition', description: 'One statement about an object.' });
export type ConditionView = z.infer<typeof ConditionView>;

/** The conditions of a status, read leniently: one that is broken must not hide the others. */
export const Conditions = z
  .array(z.unknown())
  .catch([])
  .transform((found) => found.flatMap(readCondition));

function readCondition(found: unknown): ConditionView[] {
  const result = Condition.safeParse(found);
  return result.success ? [ConditionView.parse(result.data)] : [];
}

/** The condition of that type, when it holds. */
export function holding(
  conditions: readonly ConditionView[],
  type: string,
): ConditionView | undefined {
  return conditions.find((condition) => condition.type === type && condition.status === 'True');
}

/** What keeps an object from being used. */
export function blocking(conditions: readonly ConditionView[]): ConditionView[] {
  return conditions.filter(
    ({ status, category }) => status === 'True' && ['Critical', 'Error'].includes(category),
  );
}
