import type * as z from 'zod';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { NewPlan } from '../requests/new-plan.ts';

export function newPlan(asked: z.output<typeof NewPlan>, namespace: string): KubeObject {
  const { name, source, target, repository, namespaces, objectTransport } = asked;
  return {
    apiVersion: API_VERSION,
    kind: 'MigPlan',
    metadata: { name, namespace },
    spec: {
      srcMigClusterRef: { name: source, namespace },
      destMigClusterRef: { name: target, namespace },
      ...(repository === undefined ? {} : { migStorageRef: { name: repository, namespace } }),
      namespaces,
      ...(objectTransport === undefined ? {} : { objectTransport }),
    },
  };
}
