/** What is read of a cluster to say whether its add-ons work. */
export interface AddonObject {
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    generation?: number;
    deletionTimestamp?: string;
  };
  spec?: { replicas?: number };
  status?: {
    observedGeneration?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    desiredNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberAvailable?: number;
    phase?: string;
    message?: string;
    conditions?: { type: string; status: string; message?: string }[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  name: string;
  ready: boolean;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode: number };
  };
  lastState?: { terminated?: { reason?: string; exitCode: number } };
}

export interface EventObject {
  involvedObject: { name: string; namespace?: string };
  reason?: string;
  message?: string;
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

/** What the add-ons consist of, beside the objects that only configure them. */
const wanted = [
  { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
  { kind: 'Deployment', namespace: 'local-path-storage', name: 'local-path-provisioner' },
  { kind: 'Deployment', namespace: 'openshift-migration', name: 'velero' },
  { kind: 'DaemonSet', namespace: 'openshift-migration', name: 'node-agent' },
  { kind: 'BackupStorageLocation', namespace: 'openshift-migration', name: 'default' },
] as const;

/** Namespaces with the pods that a diagnosis looks at. */
export const ADDON_NAMESPACES = [...new Set(wanted.map(({ namespace }) => namespace))];

/** Names of the parts that do not work yet. */
export function findUnready(objects: readonly AddonObject[]): string[] {
  return wanted
    .filter((part) => {
      const object = objects.find(
        ({ kind, metadata }) =>
          kind === part.kind &&
          metadata.name === part.name &&
          metadata.namespace === part.namespace,
      );
      return !object || !isReady(object);
    })
    .map(({ kind, name }) => (kind === 'BackupStorageLocation' ? 'storage location' : name));
}

function isReady({ kind, metadata, spec, status = {} }: AddonObject): boolean {
  if (kind === 'BackupStorageLocation') return status.phase === 'Available';
  if (status.observedGeneration !== metadata.generation) return false;
  if (kind === 'Deployment') {
    const replicas = spec?.replicas ?? 1;
    return status.updatedReplicas === replicas && status.availableReplicas === replicas;
  }
  const nodes = status.desiredNumberScheduled ?? 0;
  return nodes > 0 && status.updatedNumberScheduled === nodes && status.numberAvailable === nodes;
}

/** Every pod and storage location that does not work, with its state and its last event. */
export function diagnose(
  objects: readonly AddonObject[],
  events: readonly EventObject[],
): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const state = kind === 'Pod' ? describePod(object) : describeLocation(object);
    if (state === undefined) return [];
    const last = lastEvent(metadata.name, events);
    return [`${kind} ${metadata.namespace ?? ''}/${metadata.name}: ${state}`, ...last];
  });
}

function describeLocation({ kind, status = {} }: AddonObject): string | undefined {
  if (kind !== 'BackupStorageLocation' || status.phase === 'Available') return undefined;
  return [status.phase ?? 'not validated yet', status.message].filter(Boolean).join(', ');
}

function describePod({ metadata, status = {} }: AddonObject): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const troubles = containers.map(describeContainer).filter((text) => text !== undefined);
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  const unscheduled = scheduled?.status === 'False' ? scheduled.message : undefined;
  return [status.phase ?? 'no status', unscheduled, ...troubles].filter(Boolean).join('; ');
}

function describeContainer(container: ContainerStatus): string | undefined {
  const { name, ready, state = {}, lastState = {} } = container;
  const ended = state.terminated ?? lastState.terminated;
  if (ready || (state.terminated && state.terminated.exitCode === 0)) return undefined;
  const waiting = [state.waiting?.reason, state.waiting?.message].filter(Boolean).join(': ');
  const exit = ended ? `ended with ${ended.exitCode} (${ended.reason ?? 'no reason'})` : '';
  const words = [waiting, exit].filter((text) => text !== '');
  return `container ${name} ${words.length > 0 ? words.join(', ') : 'runs but is not ready'}`;
}

function lastEvent(name: string, events: readonly EventObject[]): string[] {
  const time = (event: EventObject) => event.lastTimestamp ?? event.eventTime ?? '';
  const last = events
    .filter(({ involvedObject }) => involvedObject.name === name)
    .sort((a, b) => time(a).localeCompare(time(b)))
    .at(-1);
  return last ? [`  last event: ${last.reason ?? ''}: ${last.message ?? ''}`] : [];
}
