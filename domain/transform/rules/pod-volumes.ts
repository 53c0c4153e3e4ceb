import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule, TransformContext } from '../contract.ts';
import { EACH, edit } from '../edit.ts';
import { warning } from '../note.ts';
import { POD_SPEC_KINDS, podSpecPath } from '../pod-spec.ts';
import { listAt, namespaceOf, textAt } from '../read.ts';
import { choiceFor } from './claim-choice.ts';
import { classNotes, withMappedClass } from './claim-templates.ts';

/** Pods find their claims by the names that these have on the target. */
const CLAIM_NAME: Rule = {
  name: 'claim-name',
  kinds: POD_SPEC_KINDS,
  apply(object, context) {
    const path = podSpecPath(object);
    if (path === undefined) return { keep: object };
    const named = ['persistentVolumeClaim', 'claimName'];
    const keep = edit(object, [...path, 'volumes', EACH, ...named], (name) =>
      typeof name === 'string' ? (choice(name, object, context)?.targetName ?? name) : name,
    );
    const names = listAt(object, [...path, 'volumes']).flatMap((one) => textAt(one, named) ?? []);
    return { keep, notes: names.flatMap((name) => claimNotes(name, object, context)) };
  },
};

function choice(name: string, object: KubeObject, context: TransformContext) {
  return choiceFor({ namespace: namespaceOf(object), name }, object, context);
}

function claimNotes(name: string, object: KubeObject, context: TransformContext): Note[] {
  const chosen = choice(name, object, context);
  if (chosen !== undefined && chosen.action !== 'skip') return [];
  return [
    warning(
      CLAIM_NAME.name,
      `claim ${name} stays on the source: its pods wait until the target has one of that name`,
    ),
  ];
}

/** Claims that live and die with a pod are made by the target, of classes that the target has. */
const EPHEMERAL_CLASS: Rule = {
  name: 'ephemeral-volume',
  kinds: POD_SPEC_KINDS,
  apply(object, context) {
    const path = podSpecPath(object);
    if (path === undefined) return { keep: object };
    const templates = [...path, 'volumes', EACH, 'ephemeral', 'volumeClaimTemplate'];
    const keep = edit(object, templates, (template) => withMappedClass(template, context));
    const notes = listAt(keep, [...path, 'volumes']).flatMap((volume) =>
      classNotes(volume, ['ephemeral', 'volumeClaimTemplate'], EPHEMERAL_CLASS.name, context),
    );
    return { keep, notes };
  },
};

export const POD_VOLUME_RULES: readonly Rule[] = [CLAIM_NAME, EPHEMERAL_CLASS];
