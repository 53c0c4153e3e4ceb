import { runsHooksOf } from '../domain/hooks/phase.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { quick, transfer } from './proxies.ts';
import type { Acts } from './runner.ts';

/** The hooks of a run, each once: a step that is tried again goes on behind those that have done their work. */
export function hookActsOf(facts: RunFacts): Pick<Acts, 'runHooks'> {
  const done = new Set<number>();
  return {
    runHooks: async ({ state }) => {
      const step = state.itinerary.steps[state.current];
      const due = (facts.hooks ?? []).filter(({ phase }) => runsHooksOf(step, phase));
      for (const planned of due.filter(({ position }) => !done.has(position))) {
        const started = await quick.startHook({ facts, planned });
        await transfer.awaitHook({ facts, planned, started });
        done.add(planned.position);
      }
    },
  };
}
