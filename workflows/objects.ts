import { continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { CHECK_ANEW, type CheckedKind } from '../domain/engine-names.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { quick, telling } from './proxies.ts';

const checkAnew = defineSignal(CHECK_ANEW);

/**
 * Checks one object of a plan's making: a cluster, a repository, or the plan itself. When somebody says meanwhile
 * that it has changed, it is checked once more: the check may have read it before.
 */
export async function checkObject(object: {
  kind: CheckedKind;
  namespace: string;
  name: string;
}): Promise<void> {
  let changes = 0;
  setHandler(checkAnew, () => {
    changes += 1;
  });
  let seen: number;
  do {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof checkObject>(object);
    // What was said before the check begins is seen by it.
    seen = changes;
    await quick.checkObject(object);
  } while (seen !== changes);
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
