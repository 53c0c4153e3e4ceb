import type { KubeObject } from '../../kube-object.ts';
import type { Note, Rule, TransformContext } from '../contract.ts';
import { clear, EACH, edit, type Path } from '../edit.ts';
import { mapImage } from '../images.ts';
import { change, warning } from '../note.ts';
import { CONTAINER_LISTS, POD_SPEC_KINDS, podSpecPath } from '../pod-spec.ts';
import { listAt, namespaceOf, textAt } from '../read.ts';
import { mapPullSecret } from '../pull-secrets.ts';

/** Where there are images in the spec of a pod. */
const IMAGES: readonly Path[] = [
  ...CONTAINER_LISTS.map((list) => [list, EACH, 'image']),
  ['volumes', EACH, 'image', 'reference'],
];

/** The image of a deployer that somebody made. */
const DEPLOYER = ['spec', 'strategy', 'customParams', 'image'];

/** Images of a mapped registry are pulled from its counterpart. */
const IMAGE: Rule = {
  name: 'image',
  kinds: POD_SPEC_KINDS,
  apply(object, context) {
    const path = podSpecPath(object) ?? [];
    const notes = new Map<string, Note>();
    const paths = [...IMAGES.map((image) => [...path, ...image]), DEPLOYER];
    const keep = paths.reduce(
      (changed, place) =>
        edit(changed, place, (image) =>
          typeof image === 'string' ? mapped(image, context, notes) : image,
        ),
      object,
    );
    return { keep, notes: [...notes.values()] };
  },
};

/** One note for each image, however many containers have it. */
function mapped(image: string, context: TransformContext, notes: Map<string, Note>): string {
  const found = mapImage(image, context);
  if (found.warning !== undefined) notes.set(image, warning(IMAGE.name, found.warning));
  else if (found.image !== image) {
    notes.set(image, change(IMAGE.name, `${image} is pulled as ${found.image}`));
  }
  return found.image;
}

/** Secrets of the source's own registry open nothing on the target, and are not brought. */
const PULL_SECRET: Rule = {
  name: 'pull-secret',
  kinds: POD_SPEC_KINDS,
  apply(object, context) {
    const path = podSpecPath(object);
    if (path === undefined) return { keep: object };
    const place = [...path, 'imagePullSecrets'];
    const account = textAt(object, [...path, 'serviceAccountName']);
    const accounts = account === undefined ? [] : [account];
    const target = (name: string) => mapPullSecret(name, namespaceOf(object), accounts, context);
    const keep = edit(object, [...place, EACH], (reference) => {
      const name = textAt(reference, ['name']);
      if (name === undefined) return reference;
      const made = target(name);
      return made === undefined ? undefined : edit(reference, ['name'], () => made);
    });
    const names = listAt(object, place).flatMap((one) => textAt(one, ['name']) ?? []);
    return {
      keep: withoutEmpty(object, keep, path),
      notes: names.flatMap((name) => secretNotes(name, target(name), listAt(keep, place).length)),
    };
  },
};

/** A list that lost its last secret goes, one that was empty before stays. */
function withoutEmpty(before: KubeObject, after: KubeObject, path: readonly string[]): KubeObject {
  const emptied = before !== after && listAt(after, [...path, 'imagePullSecrets']).length === 0;
  return emptied ? clear(after, path, ['imagePullSecrets']) : after;
}

/** @param left how many secrets are named in the end */
function secretNotes(name: string, made: string | undefined, left: number): Note[] {
  if (made === name) return [];
  const instead = made === undefined ? 'the target has none for it' : `${made} takes its place`;
  const text = `pull secret ${name} is of the source's registry; ${instead}`;
  // Pods that name none are given those of their account; to those that name some nothing is added.
  const isMissed = made === undefined && left > 0;
  return [isMissed ? warning(PULL_SECRET.name, text) : change(PULL_SECRET.name, text)];
}

export const IMAGE_RULES: readonly Rule[] = [IMAGE, PULL_SECRET];
