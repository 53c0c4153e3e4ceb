import type { ConditionDraft } from '../kinds/condition.ts';
import { EXCLUSIVE } from '../kinds/plan-volume.ts';
import type { RunFacts } from './facts.ts';

/** What a stage beside the application has to leave out: volumes that one pod alone may mount. */
export function leftOutOfStage({ volumes, quiesce }: RunFacts): ConditionDraft[] {
  const names = volumes.flatMap(({ exclusive, namespace, claim }) =>
    exclusive === true ? [`${namespace}/${claim}`] : [],
  );
  if (quiesce || names.length === 0) return [];
  return [
    {
      ...{ type: 'VolumesNotStaged', status: 'True', category: 'Warn', reason: EXCLUSIVE },
      message:
        `Volumes [${names.join(', ')}] let no second pod read them (${EXCLUSIVE}): a cutover copies them while the ` +
        'application stands still, so its outage is as long as that copy. Stage with spec.quiescePods: true to bring them before.',
      durable: true,
    },
  ];
}
