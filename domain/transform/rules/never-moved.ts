import { neverMovedBecause } from '../../objects/never-moved.ts';
import type { Rule } from '../contract.ts';
import { groupKindOf } from '../group-kind.ts';

/** Kinds that nobody asks for when a source is read, but that an older backup may hold. */
export const NEVER_MOVED_KIND: Rule = {
  name: 'never-moved',
  apply(object) {
    const because = neverMovedBecause(groupKindOf(object));
    return because === undefined ? { keep: object } : { skip: because };
  },
};
