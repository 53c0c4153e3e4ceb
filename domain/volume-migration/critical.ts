import type { ConditionDraft } from '../kinds/condition.ts';

/** What keeps a copy from beginning. */
export function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
