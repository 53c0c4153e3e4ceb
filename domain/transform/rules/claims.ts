import { quantityBytes } from '../../kinds/quantity.ts';
import type { KubeObject } from '../../kube-object.ts';
import type { ClaimChoice, Effect, Note, Rule, TransformContext } from '../contract.ts';
import { drop, dropAnnotations, edit, put } from '../edit.ts';
import { refusal, warning } from '../note.ts';
import { at, listAt, nameOf, namespaceOf, textAt } from '../read.ts';
import { choiceFor } from './claim-choice.ts';

/** Says how a claim came by its volume, or where its first pod ran: true of the source alone. */
const BINDING_ANNOTATIONS = [
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'pv.kubernetes.io/migrated-to',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-resizer',
  'volume.kubernetes.io/selected-node',
];

/** What claims said before `storageClassName` was there; the API server still listens to it. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

const NAME = 'claim';

/** A claim arrives as the plan chose, and bound to nothing that only the source has. */
export const CLAIM: Rule = {
  name: NAME,
  kinds: ['PersistentVolumeClaim'],
  apply(claim, context) {
    const place = { namespace: namespaceOf(claim), name: nameOf(claim) };
    const choice = choiceFor(place, claim, context);
    if (choice === undefined) return { skip: reasonForUnlisted(claim) };
    if (choice.action === 'skip') return { skip: 'the plan leaves this claim on the source' };

    const renamed = put(unbound(claim), ['metadata', 'name'], choice.targetName);
    // A volume that moves is the one the claim has: it keeps its class and its size.
    return choice.action === 'move' ? { keep: renamed } : provisioned(renamed, choice, context);
  },
};

function reasonForUnlisted(claim: KubeObject): string {
  const pod = listAt(claim, ['metadata', 'ownerReferences']).find(
    (owner) => textAt(owner, ['kind']) === 'Pod',
  );
  if (pod === undefined) return 'the plan does not name this claim';
  return `it lives and dies with Pod ${textAt(pod, ['name']) ?? ''}, which is not brought along`;
}

function unbound(claim: KubeObject): KubeObject {
  const bare = drop(claim, ['spec'], ['selector', 'dataSource', 'dataSourceRef']);
  return dropAnnotations(bare, BINDING_ANNOTATIONS);
}

/** The claim as the target's provisioner shall fill it. */
function provisioned(claim: KubeObject, choice: ClaimChoice, context: TransformContext): Effect {
  const free = drop(claim, ['spec'], ['volumeName', 'volumeAttributesClassName']);
  const sized = edit(
    put(free, ['spec', 'resources', 'requests', 'storage'], sizeOf(claim, choice)),
    ['spec', 'resources', 'limits', 'storage'],
    (limit) => larger(limit, choice.capacity),
  );
  const shared =
    choice.accessModes.length === 0
      ? sized
      : put(sized, ['spec', 'accessModes'], [...choice.accessModes]);
  return {
    keep: withClass(shared, choice.storageClass),
    notes: [...classNotes(choice, context), ...attributesNotes(claim)],
  };
}

function sizeOf(claim: KubeObject, choice: ClaimChoice): unknown {
  return larger(at(claim, ['spec', 'resources', 'requests', 'storage']), choice.capacity);
}

/** The larger of two quantities, as it is written; the proposed one counts only where it is more. */
function larger(requested: unknown, proposed: string): unknown {
  const asked = bytes(requested);
  const offered = bytes(proposed);
  if (offered === undefined) return requested;
  return asked === undefined || offered > asked ? proposed : requested;
}

function bytes(quantity: unknown): number | undefined {
  return typeof quantity === 'string' || typeof quantity === 'number'
    ? quantityBytes(quantity)
    : undefined;
}

function withClass(claim: KubeObject, storageClass: string): KubeObject {
  // An empty name would mean a volume that somebody made by hand; only a missing one means the default.
  if (storageClass === '') {
    return dropAnnotations(drop(claim, ['spec'], ['storageClassName']), [CLASS_ANNOTATION]);
  }
  const named = put(claim, ['spec', 'storageClassName'], storageClass);
  return edit(named, ['metadata', 'annotations', CLASS_ANNOTATION], () => storageClass);
}

function classNotes({ storageClass }: ClaimChoice, { target }: TransformContext): Note[] {
  if (storageClass === '' || target.storageClasses.includes(storageClass)) return [];
  return [
    refusal(
      NAME,
      `storage class ${storageClass} does not exist on the target: make it there, or choose another one in the plan`,
    ),
  ];
}

function attributesNotes(claim: KubeObject): Note[] {
  const name = textAt(claim, ['spec', 'volumeAttributesClassName']);
  if (name === undefined || name === '') return [];
  return [
    warning(
      NAME,
      `spec.volumeAttributesClassName ${name} is dropped: such classes belong to the storage of one cluster`,
    ),
  ];
}
