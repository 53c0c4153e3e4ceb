import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { chosenNodePorts } from '../../domain/objects/chosen-node-ports.ts';
import {
  claimChoices,
  ipFamilies,
  namespaceMap,
  nodePortsInUse,
  storageClassMap,
  uidRanges,
} from '../../domain/objects/context-facts.ts';
import {
  accountSecrets,
  imageTags,
  ownRegistries,
  pullSecrets,
  registryMap,
  type RegistryTraces,
} from '../../domain/objects/registries.ts';
import { byGroupKind, servedVersions } from '../../domain/objects/served.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { TargetFacts, TransformContext } from '../../domain/transform/contract.ts';
import { textAt } from '../../domain/transform/read.ts';
import { listIn } from '../cluster-facts.ts';

/** What a transformation is for; the facts of a run have all of it. */
export type ContextRequest = Pick<
  RunFacts,
  'run' | 'namespaces' | 'volumes' | 'brought' | 'skipped'
>;

/** Looks up all that a transformation may know of both clusters, in two rounds of parallel requests. */
export async function gatherContext(
  source: Cluster,
  target: Cluster,
  request: ContextRequest,
): Promise<TransformContext> {
  const { run, namespaces, skipped } = request;
  // Objects find the claims of earlier runs by the same names and classes.
  const volumes = [...request.volumes, ...(request.brought ?? [])];
  const sources = namespaces.map((pair) => pair.source);
  const [here, there, moved] = await Promise.all([
    openView(source),
    openView(target),
    listIn(source, sources, 'Service'),
  ]);
  const chosen = chosenNodePorts(moved);
  const [claims, secrets, classes, sourceTraces, targetTraces, domain, facts, services] =
    await Promise.all([
      listIn(source, sources, 'PersistentVolumeClaim'),
      registrySecrets(here, sources),
      Promise.all([here.list(STORAGE_CLASS), there.list(STORAGE_CLASS)]),
      registryTraces(here),
      registryTraces(there),
      here.get('Ingress.config.openshift.io', 'cluster'),
      targetFacts(
        there,
        namespaces.map((pair) => pair.target),
      ),
      // A long list on a large cluster, and seldom needed.
      chosen.length > 0 ? there.list('Service') : [],
    ]);
  const routerDomain = textAt(domain, ['spec', 'domain']);
  return {
    run,
    namespaces: namespaceMap(namespaces),
    registries: registryMap(sourceTraces, targetTraces),
    storageClasses: storageClassMap({ source: classes[0], target: classes[1] }, claims, volumes),
    claims: claimChoices(volumes, skipped),
    source: {
      servedVersions: servedVersions(here.api),
      ownRegistries: ownRegistries(sourceTraces),
      chosenNodePorts: chosen,
      accountSecrets: accountSecrets(secrets),
      ...(routerDomain === undefined ? {} : { routerDomain }),
    },
    target: {
      ...facts,
      nodePorts: nodePortsInUse(services),
      storageClasses: namesOf(classes[1]),
      openshiftImages: imageTags(targetTraces.streams),
    },
  };
}

const STORAGE_CLASS = 'StorageClass.storage.k8s.io';

type View = Awaited<ReturnType<typeof openView>>;

/** A cluster by kinds, each in its preferred version; of a kind that is not served there is nothing. */
async function openView(cluster: Cluster) {
  const api = await cluster.served();
  const kinds = byGroupKind(api);
  return {
    api,
    serves: (name: string): boolean => kinds.has(name),
    async list(name: string, query: { namespace?: string; fieldSelector?: string } = {}) {
      const served = kinds.get(name)?.[0];
      if (served === undefined) return [];
      return cluster.list({ apiVersion: served.apiVersion, kind: served.kind, ...query });
    },
    async get(name: string, object: string, namespace?: string): Promise<KubeObject | undefined> {
      const served = kinds.get(name)?.[0];
      if (served === undefined) return undefined;
      const { apiVersion, kind } = served;
      const place = namespace === undefined ? {} : { namespace };
      return cluster.get({ apiVersion, kind, name: object, ...place });
    },
  };
}

const IMAGE_STREAM = 'ImageStream.image.openshift.io';

async function registryTraces(view: View): Promise<RegistryTraces> {
  if (!view.serves(IMAGE_STREAM)) return { streams: [] };
  const [streams, service, config] = await Promise.all([
    view.list(IMAGE_STREAM, { namespace: 'openshift' }),
    view.get('Service', 'docker-registry', 'default'),
    view.get('ConfigMap', 'config', 'openshift-apiserver'),
  ]);
  return { streams, service, config };
}

async function targetFacts(
  view: View,
  namespaces: readonly string[],
): Promise<Omit<TargetFacts, 'storageClasses' | 'openshiftImages' | 'nodePorts'>> {
  const [ranges, network, apiServer, ingress, priority, runtime, nodes, all, secrets] =
    await Promise.all([
      view.list('ServiceCIDR.networking.k8s.io'),
      view.get('Network.config.openshift.io', 'cluster'),
      view.get('Service', 'kubernetes', 'default'),
      view.list('IngressClass.networking.k8s.io'),
      view.list('PriorityClass.scheduling.k8s.io'),
      view.list('RuntimeClass.node.k8s.io'),
      view.list('Node'),
      view.list('Namespace'),
      pullSecretsOf(view, namespaces),
    ]);
  return {
    servedVersions: servedVersions(view.api),
    ipFamilies: ipFamilies([...ranges, ...(network === undefined ? [] : [network])], apiServer),
    ingressClasses: namesOf(ingress),
    priorityClasses: namesOf(priority),
    runtimeClasses: namesOf(runtime),
    nodeLabels: nodes.map(({ metadata }) => metadata.labels ?? {}),
    uidRanges: uidRanges(all),
    pullSecrets: secrets,
  };
}

/** OpenShift alone gives service accounts a secret for its registry. */
async function registrySecrets(view: View, namespaces: readonly string[]): Promise<KubeObject[]> {
  if (!view.serves(IMAGE_STREAM)) return [];
  const fieldSelector = 'type=kubernetes.io/dockercfg';
  const lists = namespaces.map((namespace) => view.list('Secret', { namespace, fieldSelector }));
  return (await Promise.all(lists)).flat();
}

async function pullSecretsOf(
  view: View,
  namespaces: readonly string[],
): Promise<Record<string, string>> {
  if (!view.serves(IMAGE_STREAM)) return {};
  const [accounts, secrets] = await Promise.all([
    Promise.all(namespaces.map((namespace) => view.list('ServiceAccount', { namespace }))),
    registrySecrets(view, namespaces),
  ]);
  return pullSecrets(accounts.flat(), secrets);
}

/** Secret for the internal registry of each service account of some namespaces, by `namespace/name`. */
export async function readPullSecrets(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<Record<string, string>> {
  return pullSecretsOf(await openView(cluster), namespaces);
}

function namesOf(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}
