import type { RunInput } from './facts.ts';
import type { RunState } from './state.ts';
import { runStatus } from './status.ts';
import { stuckSince } from './trouble.ts';

/** What people look for among the runs in Temporal; names and types as Temporal knows them. Never change one. */
export const SEARCH_ATTRIBUTES = {
  plan: { name: 'DrayPlan', type: 'KEYWORD' },
  kind: { name: 'DrayKind', type: 'KEYWORD' },
  phase: { name: 'DrayPhase', type: 'KEYWORD' },
  source: { name: 'DraySource', type: 'KEYWORD' },
  target: { name: 'DrayTarget', type: 'KEYWORD' },
  stuckSince: { name: 'DrayStuckSince', type: 'DATETIME' },
} as const;

type SearchAttribute = keyof typeof SEARCH_ATTRIBUTES;

/** What can be looked for of one run; what is absent is null, times are RFC 3339. */
export type RunAttributes = Record<SearchAttribute, string | null>;

/** Before anything is known. */
export const NOTHING_TOLD: RunAttributes = {
  plan: null,
  kind: null,
  phase: null,
  source: null,
  target: null,
  stuckSince: null,
};

/** What is known of a run before it has begun. */
export function attributesAtStart({ plan, type = 'cutover' }: RunInput): RunAttributes {
  return { ...NOTHING_TOLD, plan, kind: type };
}

/** @param now milliseconds */
export function attributesOf(run: RunInput, state: RunState, now: number): RunAttributes {
  return {
    ...attributesAtStart(run),
    phase: runStatus(state).phase,
    source: state.clusters?.source ?? null,
    target: state.clusters?.target ?? null,
    stuckSince: stuckSince(state, now) ?? null,
  };
}

/** What differs from what Temporal was told before. */
export function changedAttributes(
  told: RunAttributes,
  attributes: RunAttributes,
): [SearchAttribute, string | null][] {
  const names = Object.keys(attributes) as SearchAttribute[];
  return names.flatMap((name) =>
    told[name] === attributes[name] ? [] : [[name, attributes[name]]],
  );
}
