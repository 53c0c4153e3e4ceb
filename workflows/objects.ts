import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { CheckedKind } from '../domain/engine-names.ts';
import { quick, telling } from './proxies.ts';

/** Checks one object of a plan's making: a cluster, a repository, or the plan itself. */
export async function checkObject(object: {
  kind: CheckedKind;
  namespace: string;
  name: string;
}): Promise<void> {
  await quick.checkObject(object);
}

/** Writes conditions on an object that is refused, or must wait. */
export async function reportConditions(report: {
  kind: string;
  namespace: string;
  name: string;
  conditions: ConditionDraft[];
}): Promise<void> {
  await telling.reportConditions(report);
}
