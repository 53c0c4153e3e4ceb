import type { Rule } from '../contract.ts';
import { drop, EACH, edit, put } from '../edit.ts';
import { editStrings } from '../json-text.ts';
import { mapNamespace } from '../mapping.ts';
import { warning } from '../note.ts';
import { annotationOf } from '../read.ts';

const TRIGGERS = 'image.openshift.io/triggers';

/**
 * Triggers in an annotation follow image streams into their new namespace. The rest of the text stays as it is:
 * OpenShift's controller and people's tools compare it.
 */
const ANNOTATION: Rule = {
  name: 'image-trigger',
  apply(object, context) {
    const text = annotationOf(object, TRIGGERS);
    if (text === undefined) return { keep: object };
    const mapped = editStrings(text, ([, from, key, ...more], value) =>
      from === 'from' && key === 'namespace' && more.length === 0
        ? mapNamespace(value, context)
        : value,
    );
    if (mapped === undefined) {
      const notes = [warning(ANNOTATION.name, `${TRIGGERS} is no JSON, and stays as it is`)];
      return { keep: object, notes };
    }
    return { keep: put(object, ['metadata', 'annotations', TRIGGERS], mapped) };
  },
};

/**
 * Triggers of a DeploymentConfig. The image that was last seen is one of the source; without it the trigger looks
 * for the tag anew.
 */
const CONFIG: Rule = {
  name: 'image-change',
  kinds: ['DeploymentConfig.apps.openshift.io'],
  apply(config, context) {
    const params = ['spec', 'triggers', EACH, 'imageChangeParams'];
    const mapped = edit(config, [...params, 'from', 'namespace'], (namespace) =>
      typeof namespace === 'string' ? mapNamespace(namespace, context) : namespace,
    );
    return { keep: drop(mapped, params, ['lastTriggeredImage']) };
  },
};

export const TRIGGER_RULES: readonly Rule[] = [ANNOTATION, CONFIG];
