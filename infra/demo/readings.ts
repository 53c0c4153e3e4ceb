import { z } from 'zod';
import type { KubeObject } from '../../domain/kube-object.ts';

/** The few fields of foreign objects that the demo looks at; everything may be missing. */

const Waiting = z.object({ reason: z.string().optional(), message: z.string().optional() });

const ContainerStatus = z.object({
  name: z.string(),
  state: z.object({ waiting: Waiting.optional() }).optional(),
});

const Pod = z.object({
  status: z
    .object({
      phase: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .optional(),
      initContainerStatuses: z.array(ContainerStatus).optional(),
      containerStatuses: z.array(ContainerStatus).optional(),
    })
    .optional(),
});

const Workload = z.object({
  spec: z.object({ replicas: z.number().optional() }).optional(),
  status: z
    .object({ replicas: z.number().optional(), readyReplicas: z.number().optional() })
    .optional(),
});

const Service = z.object({
  spec: z
    .object({ ports: z.array(z.object({ nodePort: z.number().optional() })).optional() })
    .optional(),
});

const Node = z.object({
  status: z
    .object({ addresses: z.array(z.object({ type: z.string(), address: z.string() })).optional() })
    .optional(),
});

const Event = z.object({
  type: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.object({ kind: z.string().optional(), name: z.string().optional() }).optional(),
});

/** Replicas that are wanted, that exist, and that are ready. */
export function replicasOf(object: KubeObject): { wanted: number; there: number; ready: number } {
  const { spec, status } = Workload.parse(object);
  return {
    wanted: spec?.replicas ?? 1,
    there: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
  };
}

/** True while a pod runs or is about to. */
export function isPodAlive(pod: KubeObject): boolean {
  const phase = Pod.parse(pod).status?.phase ?? 'Pending';
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** `Pod db-0: Pending, postgres: ImagePullBackOff (...)`: all that its status says about why it waits. */
export function describePod(pod: KubeObject): string {
  const { status } = Pod.parse(pod);
  const containers = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
  const waiting = containers.flatMap(({ name, state }) => {
    if (state?.waiting === undefined) return [];
    const { reason = 'waiting', message } = state.waiting;
    return [`${name}: ${reason}${message === undefined ? '' : ` (${message})`}`];
  });
  const conditions = (status?.conditions ?? [])
    .filter((condition) => condition.status === 'False' && condition.message !== undefined)
    .map((condition) => `${condition.type}: ${condition.message ?? ''}`);
  const deleting = pod.metadata.deletionTimestamp === undefined ? [] : ['is being deleted'];
  const parts = [status?.phase ?? 'Pending', ...deleting, ...waiting, ...conditions];
  return `Pod ${pod.metadata.name}: ${parts.join(', ')}`;
}

/** The first port that every node of the cluster opens for a Service. */
export function nodePortOf(service: KubeObject): number | undefined {
  return Service.parse(service).spec?.ports?.find(({ nodePort }) => nodePort !== undefined)
    ?.nodePort;
}

/** The address of a node that a client outside is most likely to reach. */
export function nodeAddressOf(node: KubeObject): string | undefined {
  const addresses = Node.parse(node).status?.addresses ?? [];
  for (const wanted of ['ExternalIP', 'InternalIP']) {
    const found = addresses.find(({ type }) => type === wanted);
    if (found !== undefined) return found.address;
  }
  return undefined;
}

/** The newest warnings among Events, newest last, one line each. */
export function warningsAmong(events: KubeObject[], limit = 5): string[] {
  return events
    .map((event) => Event.parse(event))
    .filter(({ type }) => type === 'Warning')
    .sort((a, b) => timeOf(a).localeCompare(timeOf(b)))
    .slice(-limit)
    .map(({ reason = '', message = '', involvedObject }) => {
      const { kind = '', name = '' } = involvedObject ?? {};
      return `Event ${reason} of ${kind} ${name}: ${message}`;
    });
}

function timeOf(event: z.infer<typeof Event>): string {
  return event.lastTimestamp ?? event.eventTime ?? '';
}

const Run = z.object({
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
    })
    .optional(),
});

const FINAL = new Set(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled']);

/** True when a MigMigration has come to its end, whichever. */
export function hasEnded(run: KubeObject): boolean {
  const conditions = Run.parse(run).status?.conditions ?? [];
  return conditions.some(({ type, status }) => FINAL.has(type) && status === 'True');
}
