import type { KubeObject } from '../kube-object.ts';
import { PRE_QUIESCE_REPLICAS, PRE_QUIESCE_SUSPEND, QUIESCED_BY } from './annotations.ts';

export type QuiescedKind = 'CronJob' | 'Deployment' | 'StatefulSet';

/** How one kind of workload is brought to a stand and back. Patches are JSON merge patches. */
export interface Quiescer {
  apiVersion: string;
  kind: QuiescedKind;
  /** What stands still already is left alone. */
  runs(object: KubeObject): boolean;
  /** The field that stops it, what it is to be, and what it was. */
  stop: { spec: Record<string, unknown>; note: string };
  /** The value to note, as text. */
  noteOf(object: KubeObject): string;
  /** The spec that brings it back, from the note. */
  restart(note: string): Record<string, unknown>;
}

/** In the order in which they are stopped: what starts others first, as MTC does. */
export const QUIESCERS: readonly Quiescer[] = [
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    runs: (object) => specOf(object)['suspend'] !== true,
    stop: { spec: { suspend: true }, note: PRE_QUIESCE_SUSPEND },
    noteOf: () => 'false',
    restart: (note) => ({ suspend: note === 'true' }),
  },
  scaled('apps/v1', 'Deployment'),
  scaled('apps/v1', 'StatefulSet'),
];

function scaled(apiVersion: string, kind: QuiescedKind): Quiescer {
  return {
    apiVersion,
    kind,
    runs: (object) => replicasOf(object) > 0,
    stop: { spec: { replicas: 0 }, note: PRE_QUIESCE_REPLICAS },
    noteOf: (object) => String(replicasOf(object)),
    restart: (note) => ({ replicas: Number(note) }),
  };
}

/** Kubernetes reads a missing `replicas` as one. */
function replicasOf(object: KubeObject): number {
  const { replicas } = specOf(object);
  return typeof replicas === 'number' ? replicas : 1;
}

function specOf(object: KubeObject): Record<string, unknown> {
  return (object['spec'] ?? {}) as Record<string, unknown>;
}

export function quiescerOf(kind: string): Quiescer | undefined {
  return QUIESCERS.find((quiescer) => quiescer.kind === kind);
}

/**
 * The patch that stops a workload and notes what it was; undefined when it stands still already.
 * The resourceVersion in it makes the API server refuse when somebody scaled it in between.
 */
export function quiescePatch(object: KubeObject, runUid: string): unknown {
  const quiescer = quiescerOf(object.kind);
  if (quiescer?.runs(object) !== true) return undefined;
  return {
    metadata: {
      resourceVersion: object.metadata.resourceVersion,
      annotations: { [quiescer.stop.note]: quiescer.noteOf(object), [QUIESCED_BY]: runUid },
    },
    spec: quiescer.stop.spec,
  };
}

/** The patch that takes a run's notes off a copy of them; undefined when the object carries none. */
export function forgetPatch({ metadata }: KubeObject, runUid: string): unknown {
  if (metadata.annotations?.[QUIESCED_BY] !== runUid) return undefined;
  return { metadata: { annotations: { [PRE_QUIESCE_REPLICAS]: null, [QUIESCED_BY]: null } } };
}

/** The patch that brings a workload back to what this run found; undefined when this run did not stop it. */
export function unquiescePatch(object: KubeObject, runUid: string): unknown {
  const quiescer = quiescerOf(object.kind);
  const annotations = object.metadata.annotations ?? {};
  if (quiescer === undefined || annotations[QUIESCED_BY] !== runUid) return undefined;
  const note = annotations[quiescer.stop.note];
  const clean = { [quiescer.stop.note]: null, [QUIESCED_BY]: null };
  return {
    metadata: { annotations: clean },
    // Somebody started it meanwhile: that is newer than our note.
    ...(note === undefined || quiescer.runs(object) ? {} : { spec: quiescer.restart(note) }),
  };
}
