import type { Outcome } from '../../domain/run/state.ts';
import type { Cell } from './cells.ts';

/**
 * Where the application is afterwards. `moved`: it runs on the target, and stands on the source. `home`: the source is
 * as it was, and nothing runs on the target. `back`: as well, and nothing is left on the target at all. `halfway`: a
 * rollback stopped where it was, and another one brings the application back.
 */
export type Place = 'moved' | 'home' | 'back' | 'halfway';

export interface Expectation {
  /** Any of these is right. */
  outcomes: readonly Outcome[];
  place: Place;
}

/** How a run ends that met with a fault. */
export function expectationOf(cell: Pick<Cell, 'way' | 'steps' | 'index' | 'fault'>): Expectation {
  switch (cell.fault) {
    // What is away comes back: it costs time, and nothing else.
    case 'worker-killed':
    case 'target-5xx':
    case 'source-gone':
      return { outcomes: ['succeeded'], place: placeOf(cell, 'succeeded') };
    case 'fatal':
      return { outcomes: ['failed'], place: placeOf(cell, 'failed') };
    case 'cancel': {
      if (isCommitted(cell)) return { outcomes: ['succeeded'], place: placeOf(cell, 'succeeded') };
      const place = placeOf(cell, 'canceled');
      // The last act may be done before it hears that it is not wanted any more.
      return { outcomes: isLast(cell) ? ['canceled', 'succeeded'] : ['canceled'], place };
    }
  }
}

type Met = Pick<Cell, 'way' | 'steps' | 'index' | 'fault'>;

function placeOf(cell: Met, outcome: Outcome): Place {
  const { way, steps, index } = cell;
  const succeeds = outcome === 'succeeded';
  switch (way.type) {
    case 'cutover': {
      // A fault meets the act of the step before anything of it was done.
      const start = steps.findIndex(({ pointOfNoReturn }) => pointOfNoReturn === true);
      return succeeds || index > start ? 'moved' : 'home';
    }
    case 'stage':
    case 'state':
      return 'home';
    case 'rollback':
      return succeeds ? 'back' : 'halfway';
  }
}

function isCommitted({ steps, index }: Met): boolean {
  const start = steps.findIndex(({ pointOfNoReturn }) => pointOfNoReturn === true);
  return start >= 0 && index >= start;
}

function isLast({ steps, index }: Met): boolean {
  return !steps.slice(index + 1).some(({ applies, act }) => applies && act !== undefined);
}
