import type { KubeObject } from '../kube-object.ts';
import type { RunIdentity } from '../run/identity.ts';

/**
 * All that a transformation may know. Gathered once, before the first object is looked at; plain data, so that
 * the same objects always give the same result.
 */
export interface TransformContext {
  run: RunIdentity;
  /** Every namespace of the plan, source → target, also when the name stays. */
  namespaces: Readonly<Record<string, string>>;
  /** Hosts of registries as they stand before the first `/` of an image, source → target. */
  registries: Readonly<Record<string, string>>;
  /** Storage classes, source → target. */
  storageClasses: Readonly<Record<string, string>>;
  /** Claims of the plan by `namespace/name` on the source; one that is not listed stays behind. */
  claims: Readonly<Record<string, ClaimChoice>>;
  source: SourceFacts;
  target: TargetFacts;
}

/** What the plan decided for one claim. */
export interface ClaimChoice {
  action: 'copy' | 'move' | 'skip';
  targetName: string;
  /** Empty: the target's default. */
  storageClass: string;
  /** Empty: those of the source. */
  accessModes: readonly string[];
  /** Kubernetes quantity that the volume must have at least. */
  capacity: string;
}

export interface SourceFacts {
  /** Names of kinds served, by {@link GroupKind}. */
  servedVersions: Readonly<Record<GroupKind, readonly string[]>>;
  /**
   * Hosts of the cluster's own registry, inside and exposed; none on plain Kubernetes. There, and nowhere else, the
   * first part of an image's path is a namespace.
   */
  ownRegistries: readonly string[];
  /** Node ports that people chose: they are kept, all others are given by the target. */
  chosenNodePorts: readonly number[];
  /**
   * Secrets that OpenShift made for its own registry, as `namespace/name` → the service account that each is of. None
   * on plain Kubernetes.
   */
  accountSecrets: Readonly<Record<string, string>>;
  /** Domain under which the source's router makes up host names; undefined without routes. */
  routerDomain?: string;
}

export interface TargetFacts {
  /** Versions served for each kind, the preferred one first. */
  servedVersions: Readonly<Record<GroupKind, readonly string[]>>;
  ipFamilies: readonly ('IPv4' | 'IPv6')[];
  storageClasses: readonly string[];
  ingressClasses: readonly string[];
  priorityClasses: readonly string[];
  runtimeClasses: readonly string[];
  /** Labels of every node. */
  nodeLabels: readonly Readonly<Record<string, string>>[];
  /** Node ports in use → the Service that has it, as `namespace/name`; not asked for when none is to be kept. */
  nodePorts: Readonly<Record<string, string>>;
  /** Ranges of user ids that namespaces hold, as in `openshift.io/sa.scc.uid-range`, → the namespace. */
  uidRanges: Readonly<Record<string, string>>;
  /** Secret for the internal registry of each service account, by `namespace/name` on the target. */
  pullSecrets: Readonly<Record<string, string>>;
  /** Tags of the image streams in namespace `openshift`: `name` → tags, the default one first. */
  openshiftImages: Readonly<Record<string, readonly string[]>>;
}

/** `Kind.group`, `Kind` alone in the core group: `Deployment.apps`, `Secret`. */
export type GroupKind = string;

/** Something that a person may want to know of what became of an object. */
export interface Note {
  /**
   * `change`: altered on purpose, the application will not notice. `warning`: somebody should look.
   * `refusal`: the object cannot arrive as it must; nothing may start before that is settled.
   */
  severity: 'change' | 'warning' | 'refusal';
  /** Rule that says so, in kebab-case. */
  rule: string;
  /** What was found and what became of it: a sentence without the object's own name. */
  text: string;
}

/** What a rule makes of an object; it may return the very object it was given when nothing is to be done. */
export type Effect = { keep: KubeObject; notes?: readonly Note[] } | { skip: string };

/**
 * One thing that changes on the way to the target. It touches only the keys it is about, never its input,
 * and does nothing to its own result.
 */
export interface Rule {
  /** Kebab-case; part of what users read. */
  name: string;
  /** Kinds it is about; without it, all. */
  kinds?: readonly GroupKind[];
  apply(object: KubeObject, context: TransformContext): Effect;
}

/** The object as the target shall have it, or why it stays behind. */
export type Transformed =
  | { outcome: 'kept'; object: KubeObject; notes: readonly Note[] }
  | { outcome: 'skipped'; rule: string; reason: string };
