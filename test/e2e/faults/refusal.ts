import type { KubeObject } from '../../../domain/kube-object.ts';
import type { Scene } from '../harness/scene.ts';
import { waitUntil } from '../harness/wait.ts';

const API = 'admissionregistration.k8s.io/v1';

/** Has the target refuse every Deployment in a namespace, with a message, as an administrator's policy would. */
export async function refuseDeployments(
  { target, name: scene, defer }: Scene,
  { namespace, message }: { namespace: string; message: string },
): Promise<void> {
  const name = `${scene}-no-deployments`;
  const policy = { apiVersion: API, kind: 'ValidatingAdmissionPolicy' };
  const binding = { apiVersion: API, kind: 'ValidatingAdmissionPolicyBinding' };
  const rule = { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] };
  await target.create({
    ...{ ...policy, metadata: { name } },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ ...rule, operations: ['CREATE'] }],
      },
      validations: [{ expression: 'false', message }],
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

function isKnown(policy: KubeObject | undefined): true | undefined {
  const { observedGeneration } = (policy?.['status'] ?? {}) as { observedGeneration?: number };
  return observedGeneration === undefined ? undefined : true;
}
