import type { PlannedHook } from '../hooks/plan-hooks.ts';
import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';
import type { NamespacePair } from './namespaces.ts';
import type { StorageClass } from './storage-classes.ts';

/** What a plan refers to, as it was found; undefined when it does not exist. */
export interface ReferredObject {
  name: string;
  namespace: string;
  ready: boolean;
}

/** Whether something is there, is brought by the run itself before it is needed, or is missing. */
export type Presence = 'there' | 'to-come' | 'missing';

/** One row of `spec.hooks`, with what it refers to. */
export interface PlanHookFacts {
  planned: PlannedHook;
  /** The MigHook; undefined when it does not exist. */
  found?: ReferredObject;
  /** Where it runs; undefined as long as that cannot be looked at. */
  place?: { cluster: string; namespace: Presence; account: Presence };
}

/** Everything that is looked up before a plan is judged. */
export interface PlanFacts {
  sourceCluster?: ReferredObject;
  targetCluster?: ReferredObject;
  storage?: ReferredObject;
  /** Whether objects go through the MigStorage. */
  needsStorage: boolean;
  namespaces: NamespacePair[];
  hooks: PlanHookFacts[];
  /** The rest is there only when both clusters answered. */
  clusters?: ClusterFacts;
}

export interface ClusterFacts {
  /** Source namespaces that exist. */
  found: string[];
  /** All of the plan's source namespaces. */
  claims: KubeObject[];
  volumes: KubeObject[];
  pods: KubeObject[];
  sourceClasses: StorageClass[];
  targetClasses: StorageClass[];
  /** Kinds that the plan chooses and the source does not serve. */
  unknownKinds?: GroupKind[];
}
