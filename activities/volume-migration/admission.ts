import type { Cluster } from '../../clients/kube/cluster.ts';
import { isReady } from '../../domain/conditions/merge.ts';
import { invalidCondition } from '../../domain/checks/invalid.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { DirectVolumeMigration, ObjectRef } from '../../domain/kinds/index.ts';
import { resolveRef } from '../../domain/kinds/object-ref.ts';
import { parseKind } from '../../domain/kinds/parse.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { ReferredObject } from '../../domain/plan/facts.ts';
import { readStorageClass } from '../../domain/plan/storage-classes.ts';
import { hasEnded } from '../../domain/run/react.ts';
import { md5 } from '../../domain/transfer/md5.ts';
import { admitCopy, type SeenForCopy } from '../../domain/volume-migration/admit.ts';
import { type WantedClaim, wantedClaims } from '../../domain/volume-migration/claims.ts';
import type { CopyAdmission, CopyOrder } from '../../domain/volume-migration/order.ts';
import type { Ports } from '../ports.ts';

const KIND = 'DirectVolumeMigration';

/** Reads a DirectVolumeMigration and all that it refers to, and fixes what it is about; or says why it may not begin. */
export async function admitDirectCopy(ports: Ports, order: CopyOrder): Promise<CopyAdmission> {
  const { namespace, name, uid } = order;
  const { host } = ports.clusters;
  const found = await host.get({ apiVersion: API_VERSION, kind: KIND, namespace, name });
  if (found?.metadata.uid !== uid || found.metadata.deletionTimestamp !== undefined) {
    return { do: 'nothing' };
  }
  const parsed = parseKind(KIND, found);
  if (!parsed.ok) return { do: 'refuse', conditions: [invalidCondition(parsed.issues)] };
  const { value } = parsed;
  if (hasEnded(value)) return { do: 'nothing' };
  const observedDigest = md5(JSON.stringify(value.spec));
  const admitted = admitCopy(value, await look(ports, value));
  if ('conditions' in admitted) {
    return { do: 'refuse', conditions: admitted.conditions, observedDigest };
  }
  const makesNamespaces = value.spec.createDestinationNamespaces === true;
  return { do: 'copy', facts: admitted.facts, makesNamespaces, observedDigest };
}

async function look({ clusters }: Ports, { spec }: DirectVolumeMigration): Promise<SeenForCopy> {
  const [source, target] = await Promise.all([
    referred(clusters.host, spec.srcMigClusterRef),
    referred(clusters.host, spec.destMigClusterRef),
  ]);
  const refs = {
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
  };
  if (source?.ready !== true || target?.ready !== true) return refs;
  const [here, there] = await Promise.all([
    clusters.named(source.name, source.namespace),
    clusters.named(target.name, target.namespace),
  ]);
  return { ...refs, clusters: await lookAtBoth(here, there, wantedClaims(spec)) };
}

async function referred(
  host: Cluster,
  ref: ObjectRef | undefined,
): Promise<ReferredObject | undefined> {
  const key = resolveRef(ref);
  if (key === undefined) return undefined;
  const found = await host.get({ apiVersion: API_VERSION, kind: 'MigCluster', ...key });
  return found === undefined ? undefined : { ...key, ready: isReady(found) };
}

async function lookAtBoth(
  source: Cluster,
  target: Cluster,
  wanted: readonly WantedClaim[],
): Promise<NonNullable<SeenForCopy['clusters']>> {
  const named = wanted.filter(({ namespace, claim }) => namespace !== '' && claim !== '');
  const targets = [...new Set(named.map(({ targetNamespace }) => targetNamespace))];
  const [found, sourceClasses, targetClasses, namespaces] = await Promise.all([
    Promise.all(named.map(({ namespace, claim: name }) => source.get(claimKey(namespace, name)))),
    classesOf(source),
    classesOf(target),
    Promise.all(targets.map((name) => target.get({ apiVersion: 'v1', kind: 'Namespace', name }))),
  ]);
  const claims = found.filter((claim) => claim !== undefined);
  const volumes = await Promise.all(
    claims.flatMap((claim) => {
      const { volumeName: name } = (claim['spec'] ?? {}) as { volumeName?: string };
      return name === undefined
        ? []
        : [source.get({ apiVersion: 'v1', kind: 'PersistentVolume', name })];
    }),
  );
  return {
    claims: byName(claims, ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
    volumes: byName(
      volumes.filter((volume) => volume !== undefined),
      ({ metadata }) => metadata.name,
    ),
    sourceClasses,
    targetClasses,
    lackingNamespaces: targets.filter((_name, index) => namespaces[index] === undefined),
  };
}

function claimKey(namespace: string, name: string) {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
}

function byName(
  objects: readonly KubeObject[],
  nameOf: (object: KubeObject) => string,
): Map<string, KubeObject> {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

async function classesOf(cluster: Cluster) {
  const classes = await cluster.list({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' });
  return classes.map(readStorageClass);
}
