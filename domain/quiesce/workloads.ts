import { failure } from '../failures/failure.ts';
import { QUIESCE_ANNOTATIONS } from '../kinds/annotations.ts';
import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from './annotations.ts';
import { BARE_POD } from './bare-pods.ts';
import type { Quiescer } from './quiescer.ts';
import { workloadQuiescer } from './quiescers.ts';

/** Every note that may be on a workload that a run of ours has stopped. */
const NOTES = [
  ...[QUIESCE_ANNOTATIONS.replicas, QUIESCE_ANNOTATIONS.suspend],
  ...[QUIESCE_ANNOTATIONS.nodeSelector, QUIESCED_BY],
];

/**
 * The patch that stops a workload and notes what it was; undefined when it stands still already.
 * The resourceVersion in it makes the API server refuse when somebody scaled it in between.
 */
export function quiescePatch(object: KubeObject, runUid: string): unknown {
  const quiescer = workloadQuiescer(object);
  if (quiescer === undefined || quiescer === BARE_POD || !quiescer.runs(object)) return undefined;
  const { metadata, spec } = stopPatch(quiescer, object, runUid);
  return { metadata: { resourceVersion: object.metadata.resourceVersion, ...metadata }, spec };
}

/** What makes an object stand still, with the notes by which the run starts it. */
export function stopPatch(quiescer: Quiescer, object: KubeObject, runUid: string) {
  const annotations = { ...quiescer.notes(object), [QUIESCED_BY]: runUid };
  return { metadata: { annotations }, spec: quiescer.stop(object) };
}

/** The patch that takes a run's notes off a copy of them; undefined when the object carries none. */
export function forgetPatch(object: KubeObject, runUid: string): unknown {
  if (!isMarked(object, runUid)) return undefined;
  return { metadata: { annotations: withoutNotes(object) } };
}

/**
 * The patch that brings a workload back to what this run found; undefined when this run did not stop it.
 * @throws Failure DRAY-5007 when its notes do not tell what it was
 */
export function unquiescePatch(object: KubeObject, runUid: string): unknown {
  const quiescer = workloadQuiescer(object);
  if (quiescer === undefined || !isMarked(object, runUid)) return undefined;
  const metadata = { annotations: withoutNotes(object) };
  // Somebody started it meanwhile: that is newer than our note.
  if (quiescer.runs(object)) return { metadata };
  const spec = quiescer.restart(object);
  if (spec === undefined) throw unknownBefore(quiescer, object);
  return { metadata, spec };
}

/** Whether this run has stopped the workload, or brought it at a stand, and has not started it since. */
export function isMarked({ metadata }: KubeObject, runUid: string): boolean {
  return metadata.annotations?.[QUIESCED_BY] === runUid;
}

function withoutNotes({ metadata }: KubeObject): Record<string, null> {
  const found = NOTES.filter((note) => metadata.annotations?.[note] !== undefined);
  return Object.fromEntries(found.map((note) => [note, null]));
}

function unknownBefore(quiescer: Quiescer, object: KubeObject) {
  const { annotations = {} } = object.metadata;
  const found = NOTES.filter((note) => note !== QUIESCED_BY && annotations[note] !== undefined);
  const said = found.map((note) => `${note}: ${annotations[note] ?? ''}`).join(', ');
  return failure('DRAY-5007', {
    detail: `what ${quiescer.field.join('.')} was is not to be read (${said === '' ? 'no note' : said})`,
    object: describeObject(keyOf(object)),
  });
}
