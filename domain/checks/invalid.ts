import type { ConditionDraft } from '../kinds/condition.ts';
import type { ParseIssue } from '../kinds/parse-issue.ts';

/** An object that does not fit its schema. */
export function invalidCondition(issues: readonly ParseIssue[]): ConditionDraft {
  return {
    type: 'InvalidSpec',
    status: 'True',
    category: 'Critical',
    reason: 'NotValid',
    message: issues.map((issue) => issue.message).join(' '),
  };
}
