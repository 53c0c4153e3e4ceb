import type { Failure } from '../failures/failure.ts';
import type { ConditionDraft } from '../kinds/condition.ts';

/** One condition for all that would stop a cutover; none when nothing would. */
export function foreseen(
  obstacles: readonly Pick<Failure, 'message' | 'hint'>[],
): ConditionDraft[] {
  if (obstacles.length === 0) return [];
  const told = obstacles.map(({ message, hint }) => `${sentence(message)} ${hint}`);
  return [
    {
      type: 'CutoverObstructed',
      status: 'True',
      category: 'Warn',
      reason: 'Foreseen',
      message: `A cutover of the plan would be refused now. ${told.join(' ')}`,
      durable: true,
    },
  ];
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
