import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule } from '../contract.ts';
import { refusal } from '../note.ts';
import { POD_SPEC_KINDS, podSpecPath } from '../pod-spec.ts';
import { textAt } from '../read.ts';

/** Priority classes that every cluster has. */
export const SYSTEM_CLASSES = ['system-cluster-critical', 'system-node-critical'];

const NAME = 'pod-class';

/** Classes that pods name: the target refuses a pod whose class it does not have, and so every pod of a workload. */
export const POD_CLASS: Rule = {
  name: NAME,
  kinds: POD_SPEC_KINDS,
  apply: (object, { target }) => ({
    keep: object,
    notes: [
      ...missing(object, 'priorityClassName', [...SYSTEM_CLASSES, ...target.priorityClasses]),
      ...missing(object, 'runtimeClassName', target.runtimeClasses),
    ],
  }),
};

function missing(object: KubeObject, field: string, known: readonly string[]): Note[] {
  const found = textAt(object, [...(podSpecPath(object) ?? []), field]);
  if (found === undefined || found === '' || known.includes(found)) return [];
  return [
    refusal(
      NAME,
      `${field} ${found} does not exist on the target, which would refuse its pods: make it there, or change the workload`,
    ),
  ];
}
