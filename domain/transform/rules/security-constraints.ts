import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { edit } from '../edit.ts';
import { isPlanned } from '../mapping.ts';
import { listAt } from '../read.ts';
import { mapIdentity, namespaceOfIdentity } from './identities.ts';

const LISTS = ['users', 'groups'] as const;

/**
 * What pods of an account may do comes along for the accounts of the plan, and for nobody else. Where the target
 * has constraints of the name, these accounts are added to them, and nothing else is changed (domain/objects/joins).
 */
export const CONSTRAINT_USERS: Rule = {
  name: 'constraint-users',
  kinds: ['SecurityContextConstraints.security.openshift.io'],
  apply(constraints, context) {
    const keep = LISTS.reduce(
      (edited: KubeObject, list) => edit(edited, [list], (names) => ours(names, context)),
      constraints,
    );
    return LISTS.every((list) => listAt(keep, [list]).length === 0)
      ? { skip: 'it names no account of the namespaces of the plan' }
      : { keep };
  },
};

function ours(names: unknown, context: TransformContext): unknown {
  if (!Array.isArray(names)) return names;
  return names.filter(isText).flatMap((name) => {
    const namespace = namespaceOfIdentity(name);
    if (namespace === undefined || !isPlanned(namespace, context)) return [];
    return mapIdentity(name, context);
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
