import { type Failure, isFailure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { foreseen } from '../domain/run/foresight.ts';
import { lookAhead, type Outlook } from './objects/look-ahead.ts';
import { lookAtStandstill } from './obstacles.ts';
import type { Ports } from './ports.ts';

/** A stage is a rehearsal: what would stop the cutover is told now, while nobody waits for it. */
export function createForesightActivities(ports: Ports) {
  return {
    /** Looks for all that a cutover of the plan would be refused for; nothing is touched. */
    async foreseeCutover(facts: RunFacts): Promise<ConditionDraft[]> {
      const looks = [lookAtStandstill(ports, facts), lookAhead(ports, facts)];
      const found = await Promise.all(looks.map(unlessFatal));
      return foreseen(found.flat());
    },
  };
}

/** A look that must fail says as much of the cutover as what it would have found. */
async function unlessFatal(look: Promise<Outlook>): Promise<Failure[]> {
  try {
    return (await look).obstacles;
  } catch (error) {
    if (isFailure(error) && error.kind === 'fatal') return [error];
    throw error;
  }
}
