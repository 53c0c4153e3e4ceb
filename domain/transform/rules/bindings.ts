import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { EACH, edit } from '../edit.ts';
import { isPlanned, toTarget } from '../mapping.ts';
import { change } from '../note.ts';
import { listAt, nameOf, textAt } from '../read.ts';
import { mapIdentity, namespaceOfIdentity } from './identities.ts';

const ROLE_BINDING = 'RoleBinding.rbac.authorization.k8s.io';
const CLUSTER_ROLE_BINDING = 'ClusterRoleBinding.rbac.authorization.k8s.io';

/** OpenShift puts them into every namespace, for the accounts that are there. */
const MADE_ANEW = ['system:image-pullers', 'system:image-builders', 'system:deployers'];

export const SYSTEM_BINDING: Rule = {
  name: 'system-binding',
  kinds: [ROLE_BINDING],
  apply: (binding) =>
    MADE_ANEW.includes(nameOf(binding))
      ? { skip: 'OpenShift makes it in every namespace' }
      : { keep: binding },
};

const STRANGERS = 'binding-strangers';

/**
 * Rights in the whole cluster come along for the accounts that do. People and other accounts have those on the
 * target that were given to them there.
 */
export const BINDING_STRANGERS: Rule = {
  name: STRANGERS,
  kinds: [CLUSTER_ROLE_BINDING],
  apply(binding, context) {
    const all = listAt(binding, ['subjects']);
    const strangers = all.filter((subject) => !isOfPlan(subject, context));
    if (strangers.length === all.length) {
      return { skip: 'it gives rights to nobody of the namespaces of the plan' };
    }
    if (strangers.length === 0) return { keep: binding };
    const keep = edit(binding, ['subjects', EACH], (subject) =>
      isOfPlan(subject, context) ? subject : undefined,
    );
    const names = strangers.map((subject) => textAt(subject, ['name']) ?? '?').join(', ');
    const text = `${names} are not of the plan: they are given no rights on the target`;
    return { keep, notes: [change(STRANGERS, text)] };
  },
};

function isOfPlan(subject: unknown, context: TransformContext): boolean {
  const name = textAt(subject, ['name']) ?? '';
  const namespace =
    textAt(subject, ['kind']) === 'ServiceAccount'
      ? textAt(subject, ['namespace'])
      : namespaceOfIdentity(name);
  return namespace !== undefined && isPlanned(namespace, context);
}

/** Rights follow accounts into their new namespaces, under whichever of their names they were given. */
export const BINDING_SUBJECTS: Rule = {
  name: 'binding-subjects',
  kinds: [ROLE_BINDING, CLUSTER_ROLE_BINDING],
  apply: (binding, context) => ({
    keep: edit(binding, ['subjects', EACH], (subject) => mapSubject(subject, context)),
  }),
};

function mapSubject(subject: unknown, context: TransformContext): unknown {
  if (textAt(subject, ['kind']) === 'ServiceAccount') {
    return edit(subject, ['namespace'], toTarget(context));
  }
  return edit(subject, ['name'], (name) =>
    typeof name === 'string' ? mapIdentity(name, context) : name,
  );
}

/** Namespaces that OpenShift lets a project give rights to. */
export const BINDING_RESTRICTION: Rule = {
  name: 'binding-restriction',
  kinds: ['RoleBindingRestriction.authorization.openshift.io'],
  apply(restriction, context) {
    const rename = toTarget(context);
    const place = ['spec', 'serviceaccountrestriction'];
    const named = edit(restriction, [...place, 'serviceaccounts', EACH, 'namespace'], rename);
    return { keep: edit<KubeObject>(named, [...place, 'namespaces', EACH], rename) };
  },
};
