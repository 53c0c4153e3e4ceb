import { QUIESCE_ANNOTATIONS, QUIESCE_NODE_SELECTOR } from '../../kinds/annotations.ts';
import type { KubeObject } from '../../kube-object.ts';
import { QUIESCED_BY } from '../../quiesce/annotations.ts';
import type { GroupKind, Note, Rule, TransformContext } from '../contract.ts';
import { drop, dropAnnotations, put } from '../edit.ts';
import { groupKindOf } from '../group-kind.ts';
import { warning } from '../note.ts';
import { podSpecPath } from '../pod-spec.ts';
import { annotationOf, at, sameJson } from '../read.ts';

const REPLICAS = ['spec', 'replicas'];
const SUSPEND = ['spec', 'suspend'];

/** What is scaled down to be stopped, and where its size is. */
const SIZES: Readonly<Record<GroupKind, readonly string[]>> = {
  ReplicationController: REPLICAS,
  'Deployment.apps': REPLICAS,
  'StatefulSet.apps': REPLICAS,
  'ReplicaSet.apps': REPLICAS,
  'DeploymentConfig.apps.openshift.io': REPLICAS,
  'Job.batch': ['spec', 'parallelism'],
};

const NOTES: readonly string[] = Object.values(QUIESCE_ANNOTATIONS).filter(
  (note) => note !== QUIESCE_ANNOTATIONS.runStrategy && note !== QUIESCE_ANNOTATIONS.startMachine,
);

const NAME = 'quiesce-note';

/**
 * A workload that was stopped for a migration arrives as it was before, without the notes on that. Whether it shall
 * stand still on arrival is decided elsewhere, from what comes out of here: `standstill` notes what it is then.
 *
 * MTC's notes without a mark of ours are honoured too; what another run of ours holds is that run's to start.
 */
export const QUIESCE_NOTE: Rule = {
  name: NAME,
  kinds: [...Object.keys(SIZES), 'DaemonSet.apps', 'CronJob.batch'],
  apply(object, context) {
    const holder = annotationOf(object, QUIESCED_BY);
    const noted = [QUIESCED_BY, ...NOTES].some((key) => annotationOf(object, key) !== undefined);
    if (!noted) return { keep: object };
    if (holder !== undefined && holder !== context.run.uid) {
      return { keep: object, notes: [held(holder)] };
    }
    const { started, note } = start(object, context);
    const keep = dropAnnotations(started, [QUIESCED_BY, ...NOTES]);
    return { keep, notes: note === undefined ? [] : [note] };
  },
};

function held(holder: string): Note {
  return warning(
    NAME,
    `run ${holder} has stopped it: it arrives as it stands, with that run's notes`,
  );
}

interface Started {
  started: KubeObject;
  note?: Note;
}

function start(object: KubeObject, context: TransformContext): Started {
  const kind = groupKindOf(object);
  const ours = annotationOf(object, QUIESCED_BY) === context.run.uid;
  if (kind === 'CronJob.batch') return resumed(object, ours);
  const sized = scaled(object, SIZES[kind] ?? []);
  const started = kind === 'DaemonSet.apps' ? scattered(object) : continued(sized, kind);
  if (ours || started === object) return { started };
  return {
    started,
    note: warning(
      NAME,
      'a migration before this one has stopped it: it arrives as it was before that',
    ),
  };
}

/** Somebody who started it meanwhile knows better than the note. */
function scaled(object: KubeObject, path: readonly string[]): KubeObject {
  const size = annotationOf(object, QUIESCE_ANNOTATIONS.replicas) ?? '';
  if (at(object, path) !== 0 || !/^\d+$/.test(size)) return object;
  const sized = put(object, path, Number(size));
  const paused = annotationOf(object, QUIESCE_ANNOTATIONS.paused) === 'true';
  return paused ? put(sized, ['spec', 'paused'], true) : sized;
}

/** A Job is suspended by a run of ours, where its server knows that; MTC has never noted that it was not. */
function continued(object: KubeObject, kind: GroupKind): KubeObject {
  const wasRunning = annotationOf(object, QUIESCE_ANNOTATIONS.suspend) === 'false';
  if (kind !== 'Job.batch' || !wasRunning || at(object, SUSPEND) !== true) return object;
  return put(object, SUSPEND, false);
}

/** A DaemonSet is stopped by a selector that no node satisfies. */
function scattered(object: KubeObject): KubeObject {
  const path = podSpecPath(object) ?? [];
  const place = [...path, 'nodeSelector'];
  if (!sameJson(at(object, place), QUIESCE_NODE_SELECTOR)) return object;
  const selector = parsed(annotationOf(object, QUIESCE_ANNOTATIONS.nodeSelector));
  return selector === undefined || selector === null
    ? drop(object, path, ['nodeSelector'])
    : put(object, place, selector);
}

/**
 * Our note says what the CronJob was. MTC's says `true` whether MTC suspended it or its owner had: it would be rash
 * to let it run.
 */
function resumed(object: KubeObject, ours: boolean): Started {
  const noted = annotationOf(object, QUIESCE_ANNOTATIONS.suspend);
  if (at(object, SUSPEND) !== true || noted === undefined) return { started: object };
  if (ours) return { started: noted === 'true' ? object : put(object, SUSPEND, false) };
  const text = `it stays suspended: ${QUIESCE_ANNOTATIONS.suspend} does not tell whether its owner wanted that`;
  return { started: object, note: warning(NAME, text) };
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
