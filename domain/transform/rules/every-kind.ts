import { REGISTRY_ANNOTATIONS } from '../../kinds/annotations.ts';
import { migratedLabels } from '../../run/identity.ts';
import type { Rule } from '../contract.ts';
import { drop, dropAnnotations, edit, put } from '../edit.ts';
import { groupKindOf } from '../group-kind.ts';
import { mapNamespace } from '../mapping.ts';
import { isRecord } from '../read.ts';
import { FINALIZER } from './finalizers.ts';

/** What a cluster's server sets for itself. Owners are named by uid there: those of the source own nothing here. */
const SERVER_SET = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'clusterName',
  'generateName',
  'managedFields',
  'ownerReferences',
];

const SERVER_METADATA: Rule = {
  name: 'server-metadata',
  apply: (object) => ({ keep: drop(object, ['metadata'], SERVER_SET) }),
};

const STATUS: Rule = {
  name: 'status',
  apply: (object) => ({ keep: drop(object, [], ['status']) }),
};

const PLUGIN_ANNOTATIONS: Rule = {
  name: 'plugin-annotations',
  apply: (object) => ({ keep: dropAnnotations(object, Object.values(REGISTRY_ANNOTATIONS)) }),
};

/**
 * What carries the labels is deleted by a rollback. A ServiceAccount may be merged into one that was on the target
 * before, other people's applications live in a Namespace, and with a definition go everybody's objects of its kind.
 */
const NEVER_LABELLED = [
  'ServiceAccount',
  'Namespace',
  'CustomResourceDefinition.apiextensions.k8s.io',
];

const LABELS: Rule = {
  name: 'migrated-labels',
  apply(object, { run }) {
    if (NEVER_LABELLED.includes(groupKindOf(object)) || !isRecord(object.metadata)) {
      return { keep: object };
    }
    const labels = Object.entries(migratedLabels(run));
    return {
      keep: labels.reduce(
        (marked, [key, value]) => put(marked, ['metadata', 'labels', key], value),
        object,
      ),
    };
  },
};

const NAMESPACE: Rule = {
  name: 'namespace',
  apply: (object, context) => ({
    keep: edit(object, ['metadata', 'namespace'], (namespace) =>
      typeof namespace === 'string' ? mapNamespace(namespace, context) : namespace,
    ),
  }),
};

/** What is true of every kind; last, since all else reads what goes here. */
export const EVERY_KIND: readonly Rule[] = [
  FINALIZER,
  SERVER_METADATA,
  STATUS,
  PLUGIN_ANNOTATIONS,
  NAMESPACE,
  LABELS,
];
