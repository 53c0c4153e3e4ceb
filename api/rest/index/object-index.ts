import type { Cluster, Informer, InformerEvent, ListQuery } from '../../../clients/kube/cluster.ts';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { Groups } from './groups.ts';

export type IndexedKind = 'MigCluster' | 'MigStorage' | 'MigPlan' | 'MigMigration';

export interface Change {
  event: InformerEvent;
  object: KubeObject;
}

/** What one namespace holds, kept in memory by watches: lists and streams answer from here. */
export class ObjectIndex {
  readonly namespace: string;
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #progress = new Groups(({ metadata }) => metadata.labels?.['migmigration']);
  readonly #events = new Groups(involvedUid);
  readonly #runs = new Groups(planOf);
  readonly #listeners = new Set<(change: Change) => void>();
  #informers: Informer[] = [];

  private constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Resolves once every kind has been listed. */
  static async start(host: Pick<Cluster, 'inform'>, namespace: string): Promise<ObjectIndex> {
    const index = new ObjectIndex(namespace);
    const started = await Promise.allSettled(
      queriesOf(namespace).map((query) =>
        host.inform(query, (event, object) => index.#take({ event, object })),
      ),
    );
    index.#informers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const broken = started.find((each) => each.status === 'rejected');
    if (broken === undefined) return index;
    await index.stop();
    throw broken.reason;
  }

  list(kind: IndexedKind): KubeObject[] {
    return [...(this.#objects.get(kind)?.values() ?? [])];
  }

  get(kind: IndexedKind, name: string): KubeObject | undefined {
    return this.#objects.get(kind)?.get(name);
  }

  runsOf(plan: string): readonly KubeObject[] {
    return this.#runs.of(plan);
  }

  /** DirectVolumeMigrationProgress objects of a run. */
  progressOf(run: KubeObject): readonly KubeObject[] {
    return this.#progress.of(run.metadata.uid ?? '');
  }

  /** Kubernetes Events about a run. */
  eventsOf(run: KubeObject): readonly KubeObject[] {
    return this.#events.of(run.metadata.uid ?? '');
  }

  /** Calls back after every change; returns how to stop that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#informers.map((informer) => informer.stop()));
  }

  #take(change: Change): void {
    const { event, object } = change;
    switch (object.kind) {
      case 'Event':
        this.#events.take(event, object);
        break;
      case 'DirectVolumeMigrationProgress':
        this.#progress.take(event, object);
        break;
      default:
        this.#store(change);
    }
    for (const listener of this.#listeners) listener(change);
  }

  #store({ event, object }: Change): void {
    if (object.kind === 'MigMigration') this.#runs.take(event, object);
    const byName = this.#objects.get(object.kind) ?? new Map<string, KubeObject>();
    this.#objects.set(object.kind, byName);
    if (event === 'deleted') byName.delete(object.metadata.name);
    else byName.set(object.metadata.name, object);
  }
}

/** The run a progress object or an Event belongs to. */
export function runUidOf(object: KubeObject): string | undefined {
  if (object.kind === 'MigMigration') return object.metadata.uid;
  return object.kind === 'Event' ? involvedUid(object) : object.metadata.labels?.['migmigration'];
}

function queriesOf(namespace: string): ListQuery[] {
  const kinds = ['MigCluster', 'MigStorage', 'MigPlan', 'MigMigration'];
  return [
    ...[...kinds, 'DirectVolumeMigrationProgress'].map((kind) => ({
      apiVersion: API_VERSION,
      kind,
      namespace,
    })),
    {
      apiVersion: 'v1',
      kind: 'Event',
      namespace,
      fieldSelector: 'involvedObject.kind=MigMigration',
    },
  ];
}

function involvedUid(event: KubeObject): string | undefined {
  return (event['involvedObject'] as { uid?: string } | undefined)?.uid;
}

function planOf(migration: KubeObject): string | undefined {
  const spec = migration['spec'] as { migPlanRef?: { name?: string } } | undefined;
  return spec?.migPlanRef?.name;
}
