import type { Rule } from '../contract.ts';
import { edit } from '../edit.ts';
import { change } from '../note.ts';
import { isRecord } from '../read.ts';

/** What old clusters called kinds that new ones know by another group only. */
const RENAMED: readonly { kind: string; from: readonly string[]; to: string }[] = [
  { kind: 'DeploymentConfig', from: ['v1'], to: 'apps.openshift.io/v1' },
  { kind: 'Deployment', from: ['extensions/v1beta1'], to: 'apps/v1' },
  { kind: 'ReplicaSet', from: ['extensions/v1beta1'], to: 'apps/v1' },
];

const NAME = 'scale-target';

/** An autoscaler finds what it scales by group and kind. */
export const SCALE_TARGET: Rule = {
  name: NAME,
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  apply(autoscaler) {
    const keep = edit(autoscaler, ['spec', 'scaleTargetRef'], renamed);
    if (keep === autoscaler) return { keep };
    return { keep, notes: [change(NAME, 'what it scales is named by its present group')] };
  },
};

function renamed(reference: unknown): unknown {
  if (!isRecord(reference)) return reference;
  const { kind, apiVersion } = reference;
  const found = RENAMED.find(
    (one) => one.kind === kind && typeof apiVersion === 'string' && one.from.includes(apiVersion),
  );
  return found === undefined ? reference : { ...reference, apiVersion: found.to };
}
