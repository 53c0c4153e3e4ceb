import type { KubeObject } from '../kube-object.ts';
import type { GroupKind } from '../transform/contract.ts';

/** What of an object's spec is to change, as a JSON merge patch of the spec. */
export type SpecPatch = Record<string, unknown>;

/** How one kind of workload is brought to a stand and back. */
export interface Quiescer {
  kind: GroupKind;
  /** The newest first; a cluster is asked for the first that it serves. */
  apiVersions: readonly string[];
  /** One with an owner is stopped by its owner, or ends with it. @default false */
  onlyUnowned?: boolean;
  /** The way to the field by which it is stopped, for telling who wrote it. */
  field: readonly string[];
  /** Whether it runs, or is to; what stands still already is left alone. */
  runs(object: KubeObject): boolean;
  /** What it is, as annotations. */
  notes(object: KubeObject): Record<string, string>;
  stop(object: KubeObject): SpecPatch;
  /** What brings it back, from the annotations on it; undefined when they do not tell what it was. */
  restart(object: KubeObject): SpecPatch | undefined;
  /** Whether its controller has seen that it is stopped, and has ended all that it ran. */
  isDown(object: KubeObject): boolean;
  /** What it lacks to be as it is wanted, in a few words; undefined when it is. */
  lacks(object: KubeObject): string | undefined;
}

export function specOf(object: KubeObject): Record<string, unknown> {
  return (object['spec'] ?? {}) as Record<string, unknown>;
}

/** What a status may say of those kinds, all of it optional. */
export interface WorkloadStatus {
  observedGeneration?: number;
  replicas?: number;
  readyReplicas?: number;
}

export function statusOf<Status extends object = WorkloadStatus>(
  object: KubeObject,
): Partial<Status> {
  return object['status'] ?? {};
}

/** A status of an older generation speaks of what was. */
export function isCurrent(object: KubeObject): boolean {
  return statusOf(object).observedGeneration === object.metadata.generation;
}

export function noteOf({ metadata }: KubeObject, name: string): string | undefined {
  return metadata.annotations?.[name];
}

/** A number of pods in a note; undefined when it is none. */
export function countIn(note: string | undefined): number | undefined {
  return note !== undefined && /^\d{1,9}$/.test(note) ? Number(note) : undefined;
}
