import { type Failure, failure } from '../domain/failures/failure.ts';
import { API_VERSION, parseKind } from '../domain/kinds/index.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { volumesOf } from '../domain/run/admit.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { movesObjects } from '../domain/run/run-type.ts';
import { checkPlan } from './check-plan.ts';
import { lookAhead, type Outlook } from './objects/look-ahead.ts';
import { claimObstacles, lookAtStandstill } from './obstacles.ts';
import type { Ports } from './ports.ts';
import { answersNow } from './ready-now.ts';

const NOTHING: Outlook = { obstacles: [], attention: [] };

/** Everything that can be known to go wrong, before anything of the application is touched. */
export function createPreflightActivities(ports: Ports) {
  return {
    /** @returns what somebody should look at; undefined in the histories of versions that returned nothing */
    async checkRun(facts: RunFacts): Promise<ConditionDraft[] | undefined> {
      await checkPlanAgain(ports, facts);
      const standstill = facts.quiesce ? await lookAtStandstill(ports, facts) : NOTHING;
      refuse(standstill.obstacles);
      const arrival = movesObjects(facts.type)
        ? await lookAhead(ports, facts)
        : { ...NOTHING, obstacles: await claimObstacles(ports, facts) };
      refuse(arrival.obstacles);
      return [...standstill.attention, ...arrival.attention];
    },
  };
}

/** The plan was checked when it was made; clusters, and the plan itself, may have changed since. */
async function checkPlanAgain(ports: Ports, facts: RunFacts): Promise<void> {
  const { run } = facts;
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: run.namespace };
  const object = `MigPlan ${run.namespace}/${run.plan}`;
  const read = async () => {
    const found = await ports.clusters.host.get({ ...key, name: run.plan });
    const parsed = parseKind('MigPlan', found);
    if (parsed.ok) return parsed.value;
    throw failure('DRAY-2004', { detail: 'it is gone or not valid', object });
  };
  const { conditions } = await checkPlan(ports, await read(), answersNow(ports));
  if (!conditions.some(({ type }) => type === 'Ready')) {
    const why = conditions.map(({ type, message }) => `${type}: ${message ?? ''}`).join(' ');
    throw failure('DRAY-2004', { detail: why, object });
  }
  // The check has written what it found: a volume that came or went since the run was admitted shows here.
  if (JSON.stringify(volumesOf(await read(), facts.type)) === JSON.stringify(facts.volumes)) return;
  throw failure('DRAY-2007', {
    detail: 'the volumes of the plan have changed since the run was admitted',
    object,
    hint: 'Look at the plan, and run it again.',
  });
}

function refuse([first]: readonly Failure[]): void {
  if (first !== undefined) throw first;
}
