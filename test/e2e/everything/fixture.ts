import type { KubeObject } from '../../../domain/kube-object.ts';

/** A namespace, and what it becomes. */
export interface Move {
  source: string;
  target: string;
}

/** Where everything stands. */
export interface Place extends Move {
  /** A second namespace of the same plan, that the first one speaks of. */
  beside: Move;
  /** The word in the names of what belongs to the whole cluster. */
  word: string;
  /** API group of the custom resources. */
  group: string;
  images: { busybox: string; web: string };
  /** Port that the Service with a port of its own asks for. */
  nodePort: number;
}

/** A field in which what arrives differs from what was on the source. */
export interface Change {
  at: readonly (string | number)[];
  /** The value, a matcher of Jest's, or what makes either from the value on the source; `undefined`: it is gone. */
  is: unknown;
}

/** What becomes of an object. That its namespace may have another name goes without saying. */
export type Fate =
  | { arrives: readonly Change[]; withStatus?: true }
  | { staysBehind: string }
  /** The target has one of its own, whatever the source's is like. */
  | { ofEachCluster: string };

/** An object of the source, and what is expected to become of it. No rule of the product is asked. */
export interface Fixture {
  /** Lies in the namespace, unless it belongs to the whole cluster. */
  object: KubeObject;
  fate: Fate;
  clusterScoped?: true;
  /** Made by a controller, sooner or later: it is only filled in. */
  given?: true;
  /** Titles of its owners, see {@link titleOf}; their uids are known only once they are there. */
  ownedBy?: readonly string[];
  /** Written through the subresource, as a controller would. */
  status?: unknown;
  /** What the target has in its place, from somebody else. */
  onTarget?: KubeObject;
  /** What people are told of it once it has arrived. */
  told?: string;
}

/** Arrives as it was, but for these fields. */
export function arrives(object: KubeObject, ...changes: Change[]): Fixture {
  return { object, fate: { arrives: changes } };
}

export function staysBehind(object: KubeObject, why: string): Fixture {
  return { object, fate: { staysBehind: why } };
}

/** Both clusters have it, and were given it by somebody else than the product. */
export function ofEachCluster(object: KubeObject, why: string): Fixture {
  return { object, fate: { ofEachCluster: why } };
}

/** Arrives, and somebody should look at it; a part of what is said. */
export function told(part: string, fixture: Fixture): Fixture {
  return { ...fixture, told: part };
}

export function clusterScoped(fixture: Fixture): Fixture {
  return { ...fixture, clusterScoped: true };
}

/** `Kind.group name`, `Kind name` in the core group. */
export function titleOf({ apiVersion, kind, metadata }: KubeObject): string {
  const [group, version] = apiVersion.split('/');
  return `${kind}${version === undefined ? '' : `.${group ?? ''}`} ${metadata.name}`;
}

/** Anything but what it was, of the same type; for {@link Change.is}. */
export function another(was: unknown): unknown {
  return {
    $$typeof: Symbol.for('jest.asymmetricMatcher'),
    asymmetricMatch: (is: unknown) => typeof is === typeof was && is !== was,
    toAsymmetricMatcher: () => `Another<${JSON.stringify(was)}>`,
    toString: () => 'Another',
  };
}
