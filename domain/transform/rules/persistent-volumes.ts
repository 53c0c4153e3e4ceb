import { VOLUME_ANNOTATIONS } from '../../kinds/annotations.ts';
import type { KubeObject } from '../../kube-object.ts';
import type { ClaimChoice, Rule } from '../contract.ts';
import { drop, put } from '../edit.ts';
import { mapNamespace } from '../mapping.ts';
import { textAt } from '../read.ts';
import { choiceFor } from './claim-choice.ts';

const POLICY = ['spec', 'persistentVolumeReclaimPolicy'];

/** Only a volume that moves arrives itself, bound to its claim by name. */
export const MOVED_VOLUME: Rule = {
  name: 'moved-volume',
  kinds: ['PersistentVolume'],
  apply(volume, context) {
    const namespace = textAt(volume, ['spec', 'claimRef', 'namespace']) ?? '';
    const claim = textAt(volume, ['spec', 'claimRef', 'name']) ?? '';
    const choice = choiceFor({ namespace, name: claim }, volume, context);
    if (choice?.action !== 'move') return { skip: reasonToStay(choice) };

    const free = drop(retained(volume), ['spec', 'claimRef'], ['uid', 'resourceVersion']);
    const placed = put(free, ['spec', 'claimRef', 'namespace'], mapNamespace(namespace, context));
    return { keep: put(placed, ['spec', 'claimRef', 'name'], choice.targetName) };
  },
};

function reasonToStay(choice: ClaimChoice | undefined): string {
  if (choice === undefined) return 'no claim of the plan holds this volume';
  return choice.action === 'copy'
    ? 'its data is copied into a new volume on the target'
    : 'the plan leaves its claim on the source';
}

function retained(volume: KubeObject): KubeObject {
  const policy = textAt(volume, POLICY);
  // Without a policy the API server keeps volumes that were made by hand.
  if (policy === undefined || policy === 'Retain') return volume;
  const noted = put(
    volume,
    ['metadata', 'annotations', VOLUME_ANNOTATIONS.originalReclaimPolicy],
    policy,
  );
  return put(noted, POLICY, 'Retain');
}
