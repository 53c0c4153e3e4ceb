import { expect } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import type { Note, TransformContext, Transformed } from '../contract.ts';
import { transform } from '../transform.ts';

/** The registry of the source, and that of the target, in the golden rows. */
export const S = 'docker-registry.default.svc:5000';
export const T = 'image-registry.openshift-image-registry.svc:5000';

/** Everything the golden rows have in common: `shop` becomes `shop2`, `base` becomes `base2`, S becomes T. */
export const CONTEXT: TransformContext = {
  run: {
    namespace: 'openshift-migration',
    migration: 'final',
    uid: 'run-uid',
    plan: 'shop',
    planUid: 'plan-uid',
  },
  namespaces: { shop: 'shop2', base: 'base2', same: 'same' },
  registries: { [S]: T },
  storageClasses: { gp2: 'ocs' },
  claims: {},
  source: {
    servedVersions: {},
    ownRegistries: [S],
    chosenNodePorts: [],
    accountSecrets: {},
    routerDomain: 'apps.old.example.com',
  },
  target: {
    servedVersions: {},
    ipFamilies: ['IPv4'],
    storageClasses: ['ocs'],
    ingressClasses: [],
    priorityClasses: [],
    runtimeClasses: [],
    nodeLabels: [{ 'kubernetes.io/hostname': 'target-1', 'kubernetes.io/os': 'linux' }],
    nodePorts: {},
    uidRanges: {},
    pullSecrets: {
      'shop2/builder': 'builder-dockercfg-new',
      'shop2/default': 'default-dockercfg-new',
    },
    openshiftImages: {},
  },
};

/** The context of the golden rows with some facts of its own. */
export function contextWith(
  change: Partial<Omit<TransformContext, 'source' | 'target'>> & {
    source?: Partial<TransformContext['source']>;
    target?: Partial<TransformContext['target']>;
  },
): TransformContext {
  return {
    ...CONTEXT,
    ...change,
    source: { ...CONTEXT.source, ...change.source },
    target: { ...CONTEXT.target, ...change.target },
  };
}

/** What arrives; the test fails when the object stays behind. */
export function arrives(object: KubeObject, context: TransformContext = CONTEXT): KubeObject {
  return kept(object, context).object;
}

export function notesOn(object: KubeObject, context: TransformContext = CONTEXT): readonly Note[] {
  return kept(object, context).notes;
}

/** Name of the rule that leaves the object behind; undefined when it arrives. */
export function skippedBy(
  object: KubeObject,
  context: TransformContext = CONTEXT,
): string | undefined {
  const transformed = transform(object, context);
  return transformed.outcome === 'skipped' ? transformed.rule : undefined;
}

function kept(
  object: KubeObject,
  context: TransformContext,
): Extract<Transformed, { outcome: 'kept' }> {
  const transformed = transform(object, context);
  expect(transformed).toMatchObject({ outcome: 'kept' });
  return transformed as Extract<Transformed, { outcome: 'kept' }>;
}
