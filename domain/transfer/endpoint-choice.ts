import type { EndpointType } from '../settings/settings.ts';

/** What decides which endpoints a receiver can have. */
export interface EndpointOffer {
  /** Sender and receiver run in the same cluster. */
  oneCluster: boolean;
  /** A router of OpenShift serves the target. */
  routes: boolean;
  /** A load balancer has been seen to serve a Service of the target. */
  balancesLoads: boolean;
}

/**
 * The endpoints to be tried, in their order: the nearest first, and what costs money last. One that is forced is
 * alone. A Route comes before a NodePort, since firewalls and proxies let port 443 through.
 * @param forced `rsync_endpoint_type` of the MigrationController
 */
export function endpointOrder(
  forced: EndpointType | undefined,
  { oneCluster, routes, balancesLoads }: EndpointOffer,
): EndpointType[] {
  if (forced !== undefined) return [forced];
  return [
    ...(oneCluster ? (['ClusterIP'] as const) : []),
    ...(routes ? (['Route'] as const) : []),
    'NodePort',
    ...(balancesLoads ? (['LoadBalancer'] as const) : []),
  ];
}

/** How long the way to an endpoint that has an address may take to come. */
export const PROBED_MS: Readonly<Record<EndpointType, number>> = {
  // Programmed on every node up to a second after the pod is ready.
  ClusterIP: 20_000,
  NodePort: 20_000,
  // Routers take up changes every few seconds.
  Route: 60_000,
  // Names of new load balancers are known to the world after a minute or two.
  LoadBalancer: 240_000,
};
