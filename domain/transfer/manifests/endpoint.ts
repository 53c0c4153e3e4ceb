import type { KubeObject } from '../../kube-object.ts';
import { ENDPOINT_TYPES, type EndpointType } from '../../settings/settings.ts';
import { TUNNEL_PORT } from '../layout.ts';
import { transferNames, transferSelector } from '../names.ts';
import { transferMetadata } from './pod.ts';
import type { Endpoint, TransferSpec } from './spec.ts';

export const ROUTE_API = 'route.openshift.io/v1';
/** Where routers of OpenShift listen for TLS. */
const ROUTE_PORT = 443;
/** Of a label in a name of DNS. */
const LONGEST_LABEL = 63;

/** On the Service: how the receiver is reached. */
const TYPE_ANNOTATION = 'drayage.dev/endpoint';
/** On the Service, once the sender has got through: then the run stays with it. */
const PROVEN_ANNOTATION = 'drayage.dev/endpoint-proven';

/** The endpoint of one receiver. */
export interface ChosenEndpoint {
  type: EndpointType;
  /** A sender has got through. */
  proven: boolean;
}

/**
 * Service, and Route where it is one. The cluster completes them: read back where they lead by {@link readAddress}.
 * @param routeHost for a Route whose host name the router could not make itself; see {@link isHostTooLong}
 */
export function endpointObjects(
  spec: TransferSpec,
  { type, proven }: ChosenEndpoint,
  routeHost?: string,
): KubeObject[] {
  const annotations = {
    [TYPE_ANNOTATION]: type,
    ...(proven ? { [PROVEN_ANNOTATION]: 'true' } : {}),
  };
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...transferMetadata(spec, 'receiver'), annotations },
    spec: {
      type: type === 'Route' ? 'ClusterIP' : type,
      // A node whose heartbeats are late (its API server was away) is NotReady for up to a minute, and its pods with
      // it, though they answer: a pass of the outage would be refused all that time. That it listens is probed anyway.
      publishNotReadyAddresses: true,
      selector: transferSelector(spec.volume, 'receiver'),
      ports: [{ name: 'tunnel', port: TUNNEL_PORT, targetPort: TUNNEL_PORT, protocol: 'TCP' }],
    },
  };
  return type === 'Route' ? [service, routeOf(spec, routeHost)] : [service];
}

/** The router looks at the name in the handshake, and hands everything on as it is. */
function routeOf(spec: TransferSpec, host: string | undefined): KubeObject {
  return {
    apiVersion: ROUTE_API,
    kind: 'Route',
    metadata: transferMetadata(spec, 'receiver'),
    spec: {
      ...(host === undefined ? {} : { host }),
      to: { kind: 'Service', name: transferNames(spec.volume).receiver },
      port: { targetPort: 'tunnel' },
      tls: { termination: 'passthrough' },
    },
  };
}

/** OpenShift makes the first label of a host name of those of Route and namespace, and refuses one that is too long. */
export function isHostTooLong({ volume, target }: TransferSpec): boolean {
  return `${transferNames(volume).receiver}-${target.namespace}`.length > LONGEST_LABEL;
}

/** @param domain of the cluster's routers, for example `apps.example.com` */
export function shortHost({ volume }: TransferSpec, domain: string): string {
  // The hash in the name tells volumes and runs apart by itself.
  const hash = /[0-9a-f]{12}(?=-recv$)/.exec(transferNames(volume).receiver)?.[0] ?? '';
  return `dray-${hash}.${domain}`;
}

/** What a Service says of how it is reached; those of versions that knew node ports alone say nothing. */
export function chosenEndpoint(service: KubeObject | undefined): ChosenEndpoint | undefined {
  if (service === undefined) return undefined;
  const { annotations = {} } = service.metadata;
  const type = ENDPOINT_TYPES.find((one) => one === annotations[TYPE_ANNOTATION]);
  if (type === undefined) return { type: 'NodePort', proven: true };
  return { type, proven: annotations[PROVEN_ANNOTATION] === 'true' };
}

/** What an address is read from, as the cluster returns it. */
export interface EndpointParts {
  service: KubeObject | undefined;
  route: KubeObject | undefined;
  /** The node of the receiver's pod, which saves a hop. */
  nodeAddress: string | undefined;
}

/** Where the sender finds the receiver; else what is missing, in words. */
export type Address = { endpoint: Endpoint } | { missing: string };

export function readAddress(type: EndpointType, parts: EndpointParts): Address {
  switch (type) {
    case 'NodePort':
      return nodePortAddress(parts);
    case 'ClusterIP':
      return clusterAddress(parts);
    case 'LoadBalancer':
      return balancerAddress(parts);
    case 'Route':
      return routeAddress(parts);
  }
}

function nodePortAddress({ service, nodeAddress }: EndpointParts): Address {
  const port = service === undefined ? undefined : nodePortOf(service);
  if (port === undefined) return { missing: 'a node port for the Service' };
  return nodeAddress === undefined
    ? { missing: 'the node of the receiver' }
    : { endpoint: { host: nodeAddress, port } };
}

/** The NodePort of a Service as the cluster returns it; `undefined` while none is allocated. */
export function nodePortOf(service: KubeObject): number | undefined {
  const { spec } = service as { spec?: { ports?: { nodePort?: number }[] } };
  return spec?.ports?.[0]?.nodePort;
}

function clusterAddress({ service }: EndpointParts): Address {
  const { spec } = (service ?? {}) as { spec?: { clusterIP?: string } };
  const host = spec?.clusterIP;
  return host === undefined || host === '' || host === 'None'
    ? { missing: 'a cluster address for the Service' }
    : { endpoint: { host, port: TUNNEL_PORT } };
}

interface Balanced {
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

function balancerAddress({ service }: EndpointParts): Address {
  const host = balancedAt(service);
  return host === undefined
    ? { missing: 'an address from a load balancer, in status.loadBalancer of the Service' }
    : { endpoint: { host, port: TUNNEL_PORT } };
}

/** The address that a load balancer serves a Service at. */
export function balancedAt(service: KubeObject | undefined): string | undefined {
  const first = ((service ?? {}) as Balanced).status?.loadBalancer?.ingress?.[0];
  return [first?.ip, first?.hostname].find((one) => one !== undefined && one !== '');
}

interface Ingress {
  host?: string;
  routerName?: string;
  conditions?: { type?: string; status?: string; reason?: string; message?: string }[];
}

/** In MTC's words a Route that no router takes is RsyncRouteNotAdmitted. */
function routeAddress({ route }: EndpointParts): Address {
  const { status } = (route ?? {}) as { status?: { ingress?: Ingress[] } };
  const ingresses = status?.ingress ?? [];
  const host = ingresses.find(isAdmitted)?.host;
  if (host !== undefined) return { endpoint: { host, port: ROUTE_PORT } };
  const said =
    ingresses.length === 0 ? 'no router has seen it' : ingresses.map(refusalOf).join('; ');
  return { missing: `a router that admits the Route (RsyncRouteNotAdmitted: ${said})` };
}

function isAdmitted({ host = '', conditions = [] }: Ingress): boolean {
  return (
    host !== '' && conditions.some(({ type, status }) => type === 'Admitted' && status === 'True')
  );
}

function refusalOf({ routerName = 'a router', conditions = [] }: Ingress): string {
  const { reason = 'nothing', message = '' } =
    conditions.find(({ type }) => type === 'Admitted') ?? {};
  return `${routerName} says ${reason}${message === '' ? '' : `: ${message}`}`;
}
