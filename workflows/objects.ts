import {
  continueAsNew,
  defineSignal,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { CHECK_ANEW, type CheckedKind, measureWorkflowId } from '../domain/engine-names.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { quick, telling, waiting } from './proxies.ts';

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
  await untilSeen(
    async () => {
      // Of versions that measured nothing there is no answer.
      const seen = (await quick.checkObject(object)) as { measure: boolean } | undefined;
      if (seen?.measure === true) await startMeasuring(object);
    },
    () => continueAsNew<typeof checkObject>(object),
  );
}

/** Volumes are walked, which may take an hour: beside further checks, not before them. */
async function startMeasuring({ namespace, name }: PlanName): Promise<void> {
  try {
    await startChild(measureVolumes, {
      workflowId: measureWorkflowId(namespace, name),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [{ namespace, name }],
    });
  } catch (error) {
    // Its end sets `spec.refresh` to false.
    if (!isAlreadyStarted(error)) throw error;
  }
}

/** The class of the error is of a package that workflows do not load otherwise. */
function isAlreadyStarted(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError';
}

interface PlanName {
  namespace: string;
  name: string;
}

/** Measures the volumes of a plan, and judges the plan by what was seen. */
export async function measureVolumes({ namespace, name }: PlanName): Promise<void> {
  await waiting.measurePlan({ namespace, name });
  await quick.checkObject({ kind: 'MigPlan', namespace, name });
}

/** Says what a run of a plan would do; once more when somebody asks anew meanwhile. */
export async function dryRun(plan: { namespace: string; name: string }): Promise<void> {
  await untilSeen(
    () => quick.dryRunPlan(plan),
    () => continueAsNew<typeof dryRun>(plan),
  );
}

/** Looks until nobody has said anything new since the look began. */
async function untilSeen(
  look: () => Promise<void>,
  beginAnew: () => Promise<never>,
): Promise<void> {
  let changes = 0;
  setHandler(checkAnew, () => {
    changes += 1;
  });
  let seen: number;
  do {
    if (workflowInfo().continueAsNewSuggested) await beginAnew();
    // What was said before the look begins is seen by it.
    seen = changes;
    await look();
  } while (seen !== changes);
}

/** Writes conditions on an object that is refused, or must wait. */
export async function reportConditions(report: {
  kind: string;
  namespace: string;
  name: string;
  conditions: ConditionDraft[];
  apiVersion?: string;
  status?: Record<string, unknown>;
}): Promise<void> {
  await telling.reportConditions(report);
}
