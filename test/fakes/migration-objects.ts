import { API_VERSION, NAMESPACE } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';

export interface FakeCondition {
  type: string;
  status?: string;
  category?: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** A condition that holds; only what a test is about needs saying. */
export function condition(fields: FakeCondition): Required<Omit<FakeCondition, 'reason'>> {
  return {
    status: 'True',
    category: 'Advisory',
    message: '',
    lastTransitionTime: '2026-11-23T06:00:00Z',
    ...fields,
  };
}

export const READY = condition({ type: 'Ready', category: 'Required', message: 'It is ready.' });

export function migCluster(name: string, spec: unknown = remote(name)): KubeObject {
  return object('MigCluster', name, { spec, status: { conditions: [READY] } });
}

export function migStorage(name: string): KubeObject {
  const backupStorageConfig = { awsBucketName: 'velero', awsRegion: 'us-east-1' };
  const spec = { backupStorageProvider: 'aws', backupStorageConfig };
  return object('MigStorage', name, { spec, status: { conditions: [READY] } });
}

export function migPlan(
  name: string,
  { spec = {}, conditions = [READY] }: { spec?: object; conditions?: FakeCondition[] } = {},
): KubeObject {
  const refs = {
    srcMigClusterRef: { name: 'source', namespace: NAMESPACE },
    destMigClusterRef: { name: 'host', namespace: NAMESPACE },
    migStorageRef: { name: 'repository', namespace: NAMESPACE },
  };
  return object('MigPlan', name, {
    spec: { ...refs, namespaces: ['shop'], ...spec },
    status: { conditions },
  });
}

export function migMigration(
  name: string,
  { spec = {}, status }: { spec?: object; status?: object } = {},
): KubeObject {
  return object('MigMigration', name, {
    spec: { migPlanRef: { name: 'shop', namespace: NAMESPACE }, stage: false, ...spec },
    ...(status === undefined ? {} : { status }),
  });
}

/** @param drayage The VolumeProgress that the workflow writes. */
export function volumeProgressOf(run: KubeObject, name: string, drayage: unknown): KubeObject {
  const progress = object('DirectVolumeMigrationProgress', name, { spec: {}, status: { drayage } });
  progress.metadata.labels = { migmigration: run.metadata.uid ?? '' };
  return progress;
}

/** A Kubernetes Event about a run. */
export function eventAbout(run: KubeObject, name: string, fields: object): KubeObject {
  const { kind, metadata } = run;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: NAMESPACE },
    involvedObject: { kind, name: metadata.name, namespace: NAMESPACE, uid: metadata.uid },
    ...fields,
  };
}

function remote(name: string): unknown {
  return { isHostCluster: false, url: `https://${name}.example:6443` };
}

function object(kind: string, name: string, rest: object): KubeObject {
  return { apiVersion: API_VERSION, kind, metadata: { name, namespace: NAMESPACE }, ...rest };
}
