import type { Rule } from '../contract.ts';
import { groupKindOf } from '../group-kind.ts';
import { lookUp } from '../read.ts';
import { refusal } from '../note.ts';

const NAME = 'served-version';

/** What the target does not serve it cannot hold. Objects are read in a version that both serve, where there is one. */
export const SERVED_VERSION: Rule = {
  name: NAME,
  apply(object, { target }) {
    // Every cluster serves something: where nothing is listed nobody has asked.
    if (Object.keys(target.servedVersions).length === 0) return { keep: object };
    const kind = groupKindOf(object);
    const versions = lookUp(target.servedVersions, kind);
    const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
    if (versions?.includes(version) === true) return { keep: object };
    const text =
      versions === undefined
        ? `the target does not serve ${kind}: install what brings that kind, or leave it out of the plan`
        : `the target serves ${kind} as ${versions.join(', ')}, not as ${version}`;
    return { keep: object, notes: [refusal(NAME, text)] };
  },
};
