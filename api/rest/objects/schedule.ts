import type * as z from 'zod';
import type { Cluster } from '../../../clients/kube/cluster.ts';
import { failure } from '../../../domain/failures/failure.ts';
import { OWN_API_VERSION } from '../../../domain/kinds/group.ts';
import type { MigSchedule } from '../../../domain/kinds/mig-schedule.ts';
import { describeObject, type KubeObject } from '../../../domain/kube-object.ts';
import { readOrder } from '../../../domain/schedule/order.ts';
import type { NewSchedule } from '../requests/new-schedule.ts';

/** The MigSchedule of a request; fails with DRAY-2001 when it cannot be obeyed. */
export function newSchedule(
  { name, plan, ...spec }: z.output<typeof NewSchedule>,
  namespace: string,
): KubeObject {
  const object = {
    apiVersion: OWN_API_VERSION,
    kind: 'MigSchedule',
    metadata: { name, namespace },
    spec: { migPlanRef: { name: plan, namespace }, ...spec },
  } satisfies KubeObject;
  const order = readOrder(object as unknown as MigSchedule);
  if ('wrong' in order) throw failure('DRAY-2001', { detail: order.wrong.join(' ') });
  return object;
}

/** From the host cluster itself: schedules are few, and no list of them is kept here. */
export async function requireSchedule(
  host: Pick<Cluster, 'get' | 'name'>,
  { namespace, name }: { namespace: string; name: string },
): Promise<KubeObject> {
  const key = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', name, namespace };
  const found = await host.get(key);
  if (found !== undefined) return found;
  throw failure('DRAY-1007', {
    detail: `there is no ${describeObject(key)}`,
    object: `${host.name}: ${describeObject(key)}`,
    hint: 'Look for it in the list; the name or the namespace may be another one.',
  });
}
