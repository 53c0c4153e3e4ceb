import type { Cluster } from '../../clients/kube/cluster.ts';
import { describePod, warningsAmong } from './readings.ts';

/** What a person would look at first when an application hangs: its pods and the latest warnings. */
export async function diagnose(
  cluster: Pick<Cluster, 'list' | 'name'>,
  namespace: string,
): Promise<string[]> {
  const [pods, events] = await Promise.all([
    cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    cluster.list({ apiVersion: 'v1', kind: 'Event', namespace }),
  ]);
  const none = pods.length === 0 ? [`There is no pod in ${namespace} on ${cluster.name}.`] : [];
  return [...none, ...pods.map(describePod), ...warningsAmong(events)];
}
