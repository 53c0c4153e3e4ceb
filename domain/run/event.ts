import type { KubeObject } from '../kube-object.ts';
import type { RunStatus } from './status.ts';

/** The event that tells a new phase; `kubectl describe` and consoles show it. */
export function runEvent(migration: KubeObject, status: RunStatus, now: Date): KubeObject {
  const { name, namespace, uid } = migration.metadata;
  const time = now.toISOString();
  const failed = status.conditions.find((condition) => condition.type === 'Failed');
  const running = status.conditions.find((condition) => condition.type === 'Running');
  const held = status.conditions.find((condition) => condition.type === 'Held');
  const told = failed ?? held ?? running ?? status.conditions.at(1);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      // As client-go names events: unique, and sortable by time.
      name: `${name}.${now.getTime().toString(16)}`,
      ...(namespace === undefined ? {} : { namespace }),
    },
    involvedObject: {
      apiVersion: migration.apiVersion,
      kind: migration.kind,
      name,
      namespace,
      uid,
      resourceVersion: migration.metadata.resourceVersion,
    },
    type: (failed ?? held) === undefined ? 'Normal' : 'Warning',
    reason: status.phase,
    message: (told?.message ?? status.phase).slice(0, 1024),
    source: { component: 'drayage' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
