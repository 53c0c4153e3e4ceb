import type { KubeObject } from '../../kube-object.ts';
import type { Effect, Rule } from '../contract.ts';
import { annotationOf, at, labelOf, listAt, textAt } from '../read.ts';

/** Velero's word for what its users want left out. */
const EXCLUDED_LABEL = 'velero.io/exclude-from-backup';

const MIRROR = 'kubernetes.io/config.mirror';
const BUILD = 'openshift.io/build.name';

export const LEFT_BEHIND: readonly Rule[] = [
  {
    name: 'being-deleted',
    apply: (object) =>
      skipIf(object, isBeingDeleted(object), 'somebody is deleting it on the source'),
  },
  {
    name: 'excluded',
    apply: (object) =>
      skipIf(object, labelOf(object, EXCLUDED_LABEL) === 'true', `its label ${EXCLUDED_LABEL}`),
  },
  {
    name: 'mirror-pod',
    kinds: ['Pod'],
    apply: (pod) =>
      skipIf(pod, annotationOf(pod, MIRROR) !== undefined, 'a file on its node makes it'),
  },
  {
    name: 'build-pod',
    kinds: ['Pod'],
    apply: (pod) => skipIf(pod, annotationOf(pod, BUILD) !== undefined, 'it belongs to a build'),
  },
  {
    name: 'history',
    kinds: ['ControllerRevision.apps'],
    apply: () => ({ skip: 'its controller keeps a history of its own on each cluster' }),
  },
  {
    name: 'owned',
    kinds: [
      'Pod',
      'ReplicaSet.apps',
      'ReplicaSet.extensions',
      'ReplicationController',
      'Job.batch',
    ],
    apply: skipOwned,
  },
  {
    name: 'finished',
    kinds: ['Pod', 'Job.batch'],
    apply: (object) => skipIf(object, hasFinished(object), 'it has done its work'),
  },
];

function skipIf(object: KubeObject, condition: boolean, reason: string): Effect {
  return condition ? { skip: reason } : { keep: object };
}

function isBeingDeleted(object: KubeObject): boolean {
  return textAt(object, ['metadata', 'deletionTimestamp']) !== undefined;
}

/** Whether the owner controls it does not matter: a second one beside the owner's would do the work twice. */
function skipOwned(object: KubeObject): Effect {
  const [owner] = listAt(object, ['metadata', 'ownerReferences']);
  if (owner === undefined) return { keep: object };
  const name = [textAt(owner, ['kind']), textAt(owner, ['name'])].filter(Boolean).join(' ');
  return { skip: `${name === '' ? 'its owner' : name} makes it anew` };
}

/** A failed Job is finished too: on the target it would begin anew, with nobody to expect it. */
function hasFinished(object: KubeObject): boolean {
  const phase = textAt(object, ['status', 'phase']);
  if (object.kind === 'Pod') return phase === 'Succeeded' || phase === 'Failed';
  return listAt(object, ['status', 'conditions']).some((condition) => {
    const type = textAt(condition, ['type']);
    return (type === 'Complete' || type === 'Failed') && at(condition, ['status']) === 'True';
  });
}
