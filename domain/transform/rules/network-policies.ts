import type { KubeObject } from '../../kube-object.ts';
import type { Rule } from '../contract.ts';
import { EACH, edit, type Path } from '../edit.ts';
import { mapNamespace } from '../mapping.ts';
import { change } from '../note.ts';
import { mapSelector } from './namespace-selectors.ts';

const NAME = 'network-policy-namespaces';

const SELECTORS: readonly Path[] = [
  ['spec', 'ingress', EACH, 'from', EACH, 'namespaceSelector'],
  ['spec', 'egress', EACH, 'to', EACH, 'namespaceSelector'],
];

/** Who may speak to whom goes by the names of the target. Labels that somebody chose come along by themselves. */
export const NETWORK_POLICY_NAMESPACES: Rule = {
  name: NAME,
  kinds: ['NetworkPolicy.networking.k8s.io', 'NetworkPolicy.extensions'],
  apply(policy, context) {
    const mapped = new Set<string>();
    const rename = (found: unknown) => {
      if (typeof found !== 'string') return found;
      const name = mapNamespace(found, context);
      if (name !== found) mapped.add(`${found} is now ${name}`);
      return name;
    };
    const keep = SELECTORS.reduce(
      (edited: KubeObject, path) => edit(edited, path, (selector) => mapSelector(selector, rename)),
      policy,
    );
    if (keep === policy) return { keep };
    const text = `selects namespaces by their names on the target: ${[...mapped].join(', ')}`;
    return { keep, notes: [change(NAME, text)] };
  },
};
