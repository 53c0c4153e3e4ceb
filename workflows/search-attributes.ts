import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { RunInput } from '../domain/run/facts.ts';
import {
  attributesOf,
  changedAttributes,
  NOTHING_TOLD,
  type RunAttributes,
  SEARCH_ATTRIBUTES,
} from '../domain/run/search-attributes.ts';
import type { RunState } from '../domain/run/state.ts';

/** Not known to runs that nobody could look for by more than their plan. */
const SEARCHABLE = 'search-attributes';

/** Keeps what Temporal knows of a run as it is; to be called whenever something may have changed. */
export function openSearchAttributes(run: RunInput, state: RunState): () => void {
  if (!patched(SEARCHABLE)) return () => undefined;
  // Whoever started the run may have told nothing.
  let told: RunAttributes = NOTHING_TOLD;
  return () => {
    const attributes = attributesOf(run, state, Date.now());
    const changed = changedAttributes(told, attributes);
    if (changed.length === 0) return;
    upsertSearchAttributes(
      changed.map(([name, value]) => {
        const key = SEARCH_ATTRIBUTES[name];
        if (key.type === 'KEYWORD') return { key, value };
        return { key, value: value === null ? null : new Date(value) };
      }),
    );
    told = attributes;
  };
}
