import { log } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { type Failure, failure, isFailure } from '../domain/failures/failure.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { EndpointType } from '../domain/settings/settings.ts';
import { type EndpointOffer, endpointOrder } from '../domain/transfer/endpoint-choice.ts';
import {
  type Address,
  balancedAt,
  type ChosenEndpoint,
  chosenEndpoint,
  endpointObjects,
  isHostTooLong,
  readAddress,
  ROUTE_API,
  shortHost,
} from '../domain/transfer/manifests/endpoint.ts';
import type { Endpoint, TransferSpec } from '../domain/transfer/manifests/spec.ts';
import { transferNames } from '../domain/transfer/names.ts';
import { hostIpOf } from '../domain/volumes/pod-wait.ts';
import type { NoWay } from './probe.ts';
import type { TransferEnds } from './transfer-pods.ts';
import { waitFor } from './wait-for.ts';

/** Routers and load balancers of clouds mostly answer within a minute; MTC warns after three. */
const ADDRESS = { limitMs: 3 * 60_000, pollMs: 200, since: 'call' } as const;

/** The endpoint that the receiver has, or else is to have, and its objects. */
export async function endpointFor(
  ends: TransferEnds,
  spec: TransferSpec,
): Promise<{ type: EndpointType; objects: KubeObject[] }> {
  const found = chosenEndpoint(await serviceOf(ends.target, spec));
  const [type = 'NodePort'] = found === undefined ? await endpointsOf(ends) : [found.type];
  const objects = await objectsOf(ends.target, spec, found ?? { type, proven: false });
  return { type, objects };
}

/**
 * Tries one endpoint after the other, until a sender has got through, and keeps to that for the rest of the run.
 * @param attempt brings both ends up with the endpoint that is asked for, and probes it
 * @throws Failure that tells of all that were tried
 */
export async function overEndpoints(
  ends: TransferEnds,
  spec: TransferSpec,
  attempt: (type: EndpointType) => Promise<NoWay | undefined>,
): Promise<void> {
  const chosen = chosenEndpoint(await serviceOf(ends.target, spec));
  const types = chosen?.proven === true ? [chosen.type] : await endpointsOf(ends);
  const tried: { type: EndpointType; failure: Failure }[] = [];
  for (const type of types) {
    const noWay = await ensureEndpoint(ends, spec, { type, proven: chosen?.proven === true })
      .then(() => attempt(type))
      .catch(noAddress);
    if (noWay === undefined) return ensureEndpoint(ends, spec, { type, proven: true });
    if (!noWay.elsewhere) throw noWay.failure;
    log.warn('a receiver is not reached', { endpoint: type, reason: noWay.failure.message });
    tried.push({ type, failure: noWay.failure });
  }
  throw ofAll(tried);
}

/** An endpoint that gets no address is one that does not answer; whatever else fails, fails. */
function noAddress(error: unknown): NoWay {
  if (isFailure(error, 'DRAY-3057')) return { failure: error, elsewhere: true };
  throw error;
}

/** While one of them may come by itself, all of them are tried again. */
function ofAll(tried: readonly { type: EndpointType; failure: Failure }[]): Failure {
  const told = tried.find((one) => one.failure.kind === 'transient') ?? tried.at(-1);
  if (told === undefined) throw new TypeError('no endpoint was tried');
  if (tried.length === 1) return told.failure;
  const { code, object } = told.failure;
  const detail = tried.map((one) => `${one.type}: ${one.failure.detail}`).join('; ');
  return failure(code, { detail, ...(object === undefined ? {} : { object }) });
}

async function endpointsOf(ends: TransferEnds): Promise<EndpointType[]> {
  const { endpointType: forced } = await ends.settings();
  const order = endpointOrder(forced, await offerOf(ends));
  if (forced === 'Route' && !(await servesRoutes(ends.target))) {
    const detail = 'rsync_endpoint_type asks for a Route, which this cluster does not serve';
    throw failure('DRAY-3058', { detail, object: ends.target.name });
  }
  return order;
}

async function offerOf({ source, target }: TransferEnds): Promise<EndpointOffer> {
  const [here, there, routes, services] = await Promise.all([
    source.get(CLUSTER_ID),
    target.get(CLUSTER_ID),
    routedDomain(target),
    target.list({ apiVersion: 'v1', kind: 'Service' }),
  ]);
  const oneCluster = here !== undefined && here.metadata.uid === there?.metadata.uid;
  const balancesLoads = services.some((service) => balancedAt(service) !== undefined);
  return { oneCluster, routes: routes !== undefined, balancesLoads };
}

/** The namespace that every cluster has, and whose uid is nobody else's: two MigClusters may be one cluster. */
const CLUSTER_ID = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' };

export async function servesRoutes(cluster: Cluster): Promise<boolean> {
  return (await cluster.servedKinds(ROUTE_API)).includes('Route');
}

/**
 * The domain that the router of a cluster serves. Where none is named nobody may admit a Route, and three minutes would
 * be lost for each volume before another endpoint is tried.
 */
async function routedDomain(target: Cluster): Promise<string | undefined> {
  const key = { apiVersion: 'config.openshift.io/v1', kind: 'Ingress', name: 'cluster' };
  const kinds = await target.servedKinds(key.apiVersion);
  if (!kinds.includes(key.kind) || !(await servesRoutes(target))) return undefined;
  const { spec } = ((await target.get(key)) ?? {}) as { spec?: { domain?: string } };
  return spec?.domain === '' ? undefined : spec?.domain;
}

/** Makes the objects of an endpoint, and takes away what another one needed. */
async function ensureEndpoint(
  { target }: TransferEnds,
  spec: TransferSpec,
  chosen: ChosenEndpoint,
): Promise<void> {
  for (const object of await objectsOf(target, spec, chosen)) await target.apply(object);
  if (chosen.type !== 'Route' && (await servesRoutes(target))) {
    await target.delete({ apiVersion: ROUTE_API, kind: 'Route', ...placeOf(spec) });
  }
}

async function objectsOf(
  target: Cluster,
  spec: TransferSpec,
  chosen: ChosenEndpoint,
): Promise<KubeObject[]> {
  const host = chosen.type === 'Route' ? await hostFor(target, spec) : undefined;
  return endpointObjects(spec, chosen, host);
}

/** Where the name that a router would make is too long, one is made here, in the domain that the cluster names. */
async function hostFor(target: Cluster, spec: TransferSpec): Promise<string | undefined> {
  if (!isHostTooLong(spec)) return undefined;
  const domain = await routedDomain(target);
  if (domain !== undefined) return shortHost(spec, domain);
  const { namespace, name } = placeOf(spec);
  const detail = `the host name made of ${name} and ${namespace} would be longer than 63 characters, and no Ingress cluster names a domain`;
  throw failure('DRAY-3057', { detail, object: `${target.name}: Route ${namespace}/${name}` });
}

/** Waits for the address of an endpoint. @throws Failure DRAY-3057 that names what gives none */
export function awaitAddress(
  target: Cluster,
  spec: TransferSpec,
  type: EndpointType,
): Promise<Endpoint> {
  const { namespace, name } = placeOf(spec);
  const kind = type === 'Route' ? 'Route' : 'Service';
  return waitFor(
    async () => {
      const address = await addressNow(target, spec, type);
      return 'endpoint' in address
        ? { done: true, value: address.endpoint }
        : { done: false, seen: address.missing };
    },
    ADDRESS,
    (seen) =>
      failure('DRAY-3057', {
        detail: `waited ${ADDRESS.limitMs / 60_000} min for ${seen}`,
        object: `${target.name}: ${kind} ${namespace}/${name}`,
      }),
  );
}

/** The address as it is now. */
export async function addressNow(
  target: Cluster,
  spec: TransferSpec,
  type: EndpointType,
): Promise<Address> {
  const place = placeOf(spec);
  const [service, route, pod] = await Promise.all([
    serviceOf(target, spec),
    type === 'Route'
      ? target.get({ apiVersion: ROUTE_API, kind: 'Route', ...place })
      : Promise.resolve(undefined),
    target.get({ apiVersion: 'v1', kind: 'Pod', ...place }),
  ]);
  const nodeAddress = pod === undefined ? undefined : hostIpOf(pod);
  return readAddress(type, { service, route, nodeAddress });
}

function serviceOf(target: Cluster, spec: TransferSpec): Promise<KubeObject | undefined> {
  return target.get({ apiVersion: 'v1', kind: 'Service', ...placeOf(spec) });
}

function placeOf({ volume, target }: TransferSpec): { namespace: string; name: string } {
  return { namespace: target.namespace, name: transferNames(volume).receiver };
}
