import type { KubeObject } from '../../../domain/kube-object.ts';
import type { Scene } from '../harness/scene.ts';
import { waitUntil } from '../harness/wait.ts';

const API = 'admissionregistration.k8s.io/v1';

export interface Prohibition {
  /** Part of the policy's name. */
  word: string;
  /** Of the target, whether they are there or not. */
  namespaces: readonly string[];
  /** `deployments` of the group `apps`. */
  resource: string;
  /** Empty: the core group. */
  group: string;
  /** What of them is allowed, in CEL. */
  allows: string;
  message: string;
}

/** Has the target refuse objects in some namespaces, with a message, as an administrator's policy would. */
export async function prohibit(
  { target, name: scene, defer }: Scene,
  { word, namespaces, resource, group, allows, message }: Prohibition,
): Promise<void> {
  const name = `${scene}-${word}`;
  const policy = { apiVersion: API, kind: 'ValidatingAdmissionPolicy' };
  const binding = { apiVersion: API, kind: 'ValidatingAdmissionPolicyBinding' };
  const rule = { apiGroups: [group], apiVersions: ['v1'], resources: [resource] };
  const named = { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces };
  await target.create({
    ...{ ...policy, metadata: { name } },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchExpressions: [named] },
        resourceRules: [{ ...rule, operations: ['CREATE'] }],
      },
      validations: [{ expression: allows, message }],
    },
  });
  defer(() => target.delete({ ...policy, name }));
  await target.create({
    ...{ ...binding, metadata: { name } },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  defer(() => target.delete({ ...binding, name }));
  await waitUntil(async () => isKnown(await target.get({ ...policy, name })), {
    what: `policy ${name} to be known`,
    limitMs: 30_000,
  });
}

/** Has the target refuse every Deployment in a namespace. */
export async function refuseDeployments(
  scene: Scene,
  { namespace, message }: { namespace: string; message: string },
): Promise<void> {
  await prohibit(scene, {
    ...{ word: 'no-deployments', namespaces: [namespace] },
    ...{ group: 'apps', resource: 'deployments', allows: 'false', message },
  });
}

function isKnown(policy: KubeObject | undefined): true | undefined {
  const { observedGeneration } = (policy?.['status'] ?? {}) as { observedGeneration?: number };
  return observedGeneration === undefined ? undefined : true;
}
