import type { KubeObject, ObjectKey } from '../../domain/kube-object.ts';
import type { ServedApi } from '../../domain/objects/served.ts';

export interface ListQuery {
  apiVersion: string;
  kind: string;
  /** All namespaces when left out. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** How a patch is to be read by the API server. */
export type PatchKind = 'merge' | 'json' | 'strategic';

export interface CreateOptions {
  /** The server does all but keep the object: what it answers is what it would answer. */
  dryRun?: boolean;
}

export interface DeleteOptions {
  /** Deletes only this incarnation of the object. */
  uid?: string;
  propagation?: 'Foreground' | 'Background' | 'Orphan';
  gracePeriodSeconds?: number;
}

export interface ExecRequest {
  namespace: string;
  pod: string;
  container: string;
  command: string[];
  stdin?: string;
  signal?: AbortSignal;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface LogQuery {
  namespace: string;
  pod: string;
  container: string;
  tailLines?: number;
}

export type InformerEvent = 'added' | 'updated' | 'deleted';

/** A cached, self-repairing list of one kind; `list` answers from memory. */
export interface Informer {
  list(): KubeObject[];
  get(name: string, namespace?: string): KubeObject | undefined;
  stop(): Promise<void>;
}

/** A kind or subresource and what one wants to do with it, as RBAC words it. */
export interface AccessQuestion {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
  name?: string;
}

export interface Identity {
  username: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

/**
 * One Kubernetes or OpenShift cluster, spoken to in plain objects: nothing is retyped on the way.
 * Every method throws a `Failure` of the closed table, with the cluster and the object named.
 */
export interface Cluster {
  /** The name of the MigCluster, or `host`. */
  readonly name: string;
  /** Base URL of the API server. */
  readonly url: string;

  /** The object, or undefined when there is none. */
  get(key: ObjectKey): Promise<KubeObject | undefined>;
  list(query: ListQuery): Promise<KubeObject[]>;
  /** Fails with DRAY-1011 when an object of that name exists. */
  create(object: KubeObject, options?: CreateOptions): Promise<KubeObject>;
  /** Server-side apply by this product's field manager; creates the object when it is missing. */
  apply(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject>;
  /** Replaces the object; `metadata.resourceVersion` guards against a concurrent change (DRAY-1008). */
  replace(object: KubeObject, options?: { subresource?: 'status' }): Promise<KubeObject>;
  patch(
    key: ObjectKey,
    patch: unknown,
    options?: { kind?: PatchKind; subresource?: 'status' | 'scale' },
  ): Promise<KubeObject>;
  /** Deletes the object; one that is gone already is fine. */
  delete(key: ObjectKey, options?: DeleteOptions): Promise<void>;
  exec(request: ExecRequest): Promise<ExecResult>;
  logs(query: LogQuery): Promise<string>;
  /** Starts a cached watch; resolves after the first list. */
  inform(
    query: ListQuery,
    onEvent: (event: InformerEvent, object: KubeObject) => void,
  ): Promise<Informer>;
  /** Kinds served under this apiVersion; empty when the group is unknown. */
  servedKinds(apiVersion: string): Promise<string[]>;
  /** Every kind in every version, read anew. */
  served(): Promise<ServedApi>;
  /** Every kind that can be listed and deleted in a namespace, each once, in its preferred version. */
  namespacedKinds(): Promise<{ apiVersion: string; kind: string }[]>;
  /** The server's version, e.g. `v1.34.4`; the cheapest request that proves DNS, TCP, TLS and the token. */
  version(): Promise<string>;
  /** What time it is for the API server, to the second: `creationTimestamp` is told by the same clock. */
  clock(): Promise<Date>;
  /** Who a bearer token is (TokenReview), or undefined when the cluster does not know it. */
  reviewToken(token: string): Promise<Identity | undefined>;
  /** Whether somebody else may do something (SubjectAccessReview); ourselves when `who` is left out. */
  mayDo(question: AccessQuestion, who?: Identity): Promise<boolean>;
}
