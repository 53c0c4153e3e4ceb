import type { KubeObject } from '../kube-object.ts';
import type { NamespacePair } from './namespaces.ts';
import type { StorageClass } from './storage-classes.ts';

/** What a plan refers to, as it was found; undefined when it does not exist. */
export interface ReferredObject {
  name: string;
  namespace: string;
  ready: boolean;
}

/** Everything that is looked up before a plan is judged. */
export interface PlanFacts {
  sourceCluster?: ReferredObject;
  targetCluster?: ReferredObject;
  storage?: ReferredObject;
  /** Whether objects go through the MigStorage. */
  needsStorage: boolean;
  namespaces: NamespacePair[];
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
}
