import type { ConditionDraft } from '../kinds/condition.ts';
import type { ReadSettings } from '../settings/read-settings.ts';

/** The conditions of a MigrationController: what is set wrongly, and what nobody reads. */
export function settingsConditions({ problems, unread }: ReadSettings): ConditionDraft[] {
  if (problems.length > 0) {
    const message = problems.map((problem) => problem.message).join(' ');
    return [
      {
        type: 'InvalidSettings',
        status: 'True',
        category: 'Critical',
        reason: 'NotValid',
        message,
      },
    ];
  }
  const ready: ConditionDraft = {
    ...{ type: 'Ready', status: 'True', category: 'Required' },
    message: 'The settings are read.',
  };
  if (unread.length === 0) return [ready];
  return [
    ready,
    {
      ...{ type: 'SettingsNotRead', status: 'True', category: 'Warn', reason: 'NotSupported' },
      message: `Nobody reads ${unread.join(', ')} here.`,
    },
  ];
}
