import type { KubeObject } from '../kube-object.ts';

/** Objects of the whole cluster among which the belongings of some namespaces are found. */
export interface ClusterWide {
  clusterRoleBindings: readonly KubeObject[];
  clusterRoles: readonly KubeObject[];
  /** SecurityContextConstraints; none on plain Kubernetes. */
  constraints: readonly KubeObject[];
  priorityClasses: readonly KubeObject[];
  /** Of both kinds. */
  webhooks: readonly KubeObject[];
}

interface Subject {
  kind?: string;
  name?: string;
  namespace?: string;
}

interface RoleRef {
  kind?: string;
  name?: string;
}

/**
 * What belongs to the namespaces without lying in one of them: bindings that give rights to their service
 * accounts, the roles that these and their own bindings name, constraints that name their service accounts,
 * priority classes of their pods, webhooks that are answered by their services alone.
 * @param objects of the namespaces
 */
export function belongingsOf(
  namespaces: readonly string[],
  objects: readonly KubeObject[],
  wide: ClusterWide,
): KubeObject[] {
  const bindings = wide.clusterRoleBindings.filter((binding) =>
    subjectsOf(binding).some((subject) => isOfNamespaces(subject, namespaces)),
  );
  const roles = namesOfRoles([...bindings, ...objects]);
  const classes = namesOfPriorityClasses(objects);
  return [
    ...wide.priorityClasses.filter(({ metadata }) => classes.has(metadata.name)),
    ...wide.clusterRoles.filter(({ metadata }) => roles.has(metadata.name)),
    ...bindings,
    ...wide.constraints.filter((constraint) => namesAccounts(constraint, namespaces)),
    ...wide.webhooks.filter((webhook) => isAnsweredIn(webhook, namespaces)),
  ];
}

/** Whether a subject is a service account of the namespaces, or all of those of one of them. */
export function isOfNamespaces(subject: Subject, namespaces: readonly string[]): boolean {
  const { kind, name = '', namespace = '' } = subject;
  if (kind === 'ServiceAccount') return namespaces.includes(namespace);
  if (kind === 'User') return isAccountOf(name, namespaces);
  return kind === 'Group' && isAccountsOf(name, namespaces);
}

function subjectsOf(binding: KubeObject): readonly Subject[] {
  return (binding['subjects'] ?? []) as readonly Subject[];
}

function isAccountOf(user: string, namespaces: readonly string[]): boolean {
  return namespaces.some((name) => user.startsWith(`system:serviceaccount:${name}:`));
}

function isAccountsOf(group: string, namespaces: readonly string[]): boolean {
  return namespaces.some((name) => group === `system:serviceaccounts:${name}`);
}

function namesAccounts(constraint: KubeObject, namespaces: readonly string[]): boolean {
  const users = (constraint['users'] ?? []) as readonly string[];
  const groups = (constraint['groups'] ?? []) as readonly string[];
  return (
    users.some((user) => isAccountOf(user, namespaces)) ||
    groups.some((group) => isAccountsOf(group, namespaces))
  );
}

function namesOfRoles(objects: readonly KubeObject[]): ReadonlySet<string> {
  const bindings = objects.filter(({ apiVersion, kind }) => {
    const isRbac = apiVersion.startsWith('rbac.authorization.k8s.io/');
    return isRbac && (kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
  });
  return new Set(
    bindings.flatMap((binding) => {
      const { kind, name } = (binding['roleRef'] ?? {}) as RoleRef;
      return kind === 'ClusterRole' && name !== undefined ? [name] : [];
    }),
  );
}

/** Pods are described in many kinds, custom ones too, and all call the field by the same name. */
function namesOfPriorityClasses(objects: readonly KubeObject[]): ReadonlySet<string> {
  const names = new Set<string>();
  function search(value: unknown): void {
    if (Array.isArray(value)) value.forEach(search);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'priorityClassName' && typeof inner === 'string') names.add(inner);
        else search(inner);
      }
    }
  }
  for (const object of objects) {
    for (const [key, part] of Object.entries(object)) {
      if (key !== 'metadata' && key !== 'status') search(part);
    }
  }
  return names;
}

interface Webhook {
  clientConfig?: { service?: { namespace?: string } };
}

/** One that others answer as well belongs to the cluster. */
function isAnsweredIn(configuration: KubeObject, namespaces: readonly string[]): boolean {
  const webhooks = (configuration['webhooks'] ?? []) as readonly Webhook[];
  return (
    webhooks.length > 0 &&
    webhooks.every(({ clientConfig }) =>
      namespaces.includes(clientConfig?.service?.namespace ?? ''),
    )
  );
}
