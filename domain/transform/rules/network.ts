import type { Rule } from '../contract.ts';
import { ENDPOINT_SLICE, ENDPOINTS_BY_HAND } from './endpoints.ts';
import { INGRESS_CLASS, INGRESS_CLASS_TWICE } from './ingresses.ts';
import { NETWORK_POLICY_NAMESPACES } from './network-policies.ts';
import { NODE_PORT_TAKEN, NODE_PORTS } from './node-ports.ts';
import { ROUTE_HOST } from './routes.ts';
import {
  API_SERVER_SERVICE,
  CLUSTER_ADDRESS,
  IP_FAMILIES,
  OUTSIDE_ADDRESS,
} from './service-addresses.ts';

/** How an application is reached. They read `status`, so they come before it is dropped. */
export const NETWORK_RULES: readonly Rule[] = [
  API_SERVER_SERVICE,
  ENDPOINTS_BY_HAND,
  ENDPOINT_SLICE,
  CLUSTER_ADDRESS,
  IP_FAMILIES,
  OUTSIDE_ADDRESS,
  NODE_PORTS,
  NODE_PORT_TAKEN,
  ROUTE_HOST,
  INGRESS_CLASS_TWICE,
  INGRESS_CLASS,
  NETWORK_POLICY_NAMESPACES,
];
