import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { RSYNC_LABELS } from '../../domain/kinds/labels.ts';

/** What was seen of the endpoints of receivers in a namespace; they are gone when a run has ended. */
export interface Witness {
  /** Types of Services, in the order in which they were seen, each change once. */
  types: string[];
  stop(): Promise<void>;
}

export async function watchEndpoints(
  cluster: Cluster,
  namespace: string,
  onService: (service: KubeObject) => Promise<void> = () => Promise.resolve(),
): Promise<Witness> {
  const types: string[] = [];
  const labelSelector = `app=${RSYNC_LABELS.app.app}`;
  const query = { apiVersion: 'v1', kind: 'Service', namespace, labelSelector };
  const informer = await cluster.inform(query, (event, service) => {
    if (event === 'deleted') return;
    const { type = '' } = service['spec'] as { type?: string };
    if (types.at(-1) !== type) types.push(type);
    void onService(service);
  });
  return { types, stop: () => informer.stop() };
}
