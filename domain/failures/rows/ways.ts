import type { Rows } from '../row.ts';

/** The way from the sender of a volume to its receiver, hop by hop. */
export const WAYS = {
  // 304x: hops
  'DRAY-3050': {
    kind: 'transient',
    meaning: 'a name on the way to the receiver does not resolve on the source',
    advice:
      'Look the name up in a pod of the source; it is that of the endpoint, or of stunnel_tcp_proxy in the MigrationController.',
  },
  'DRAY-3051': {
    kind: 'transient',
    meaning: 'the proxy on the way to the receiver is not reached from the source',
    advice:
      'Check that the proxy runs and that pods of the source reach it, or correct stunnel_tcp_proxy in the MigrationController.',
  },
  'DRAY-3052': {
    kind: 'fatal',
    meaning: 'the proxy does not accept the user or the password',
    advice:
      'Correct stunnel_tcp_proxy in the MigrationController (http://user:password@host:port), then run again.',
  },
  'DRAY-3053': {
    kind: 'fatal',
    meaning: 'the proxy does not let through to the endpoint',
    advice:
      'Allow CONNECT to the address and port that the message names; many proxies allow port 443 only, which a Route has.',
  },
  'DRAY-3054': {
    kind: 'transient',
    meaning: 'the endpoint of the target is not reached from the source',
    advice:
      'Check routes and firewalls between the nodes of the source and the endpoint that the message names, or choose another kind by rsync_endpoint_type in the MigrationController.',
  },
  'DRAY-3055': {
    kind: 'fatal',
    meaning: 'something else than the receiver answers at its endpoint',
    advice:
      'Find who answers at the address that the message names: a proxy that looks into TLS, or a router that does not know the Route.',
  },
  'DRAY-3056': {
    kind: 'transient',
    meaning: 'the tunnel stands, but the rsync daemon behind it does not answer',
    advice: 'Look at the container rsyncd of the receiver, and at its log.',
  },
  'DRAY-3057': {
    kind: 'fatal',
    meaning: 'the endpoint of the target gets no address',
    advice:
      'Look at the Service or Route that the message names: whether a router admits it, or a load balancer serves it; or choose another kind by rsync_endpoint_type in the MigrationController.',
  },
  'DRAY-3058': {
    kind: 'fatal',
    meaning: 'the target has no such endpoint',
    advice:
      'Set rsync_endpoint_type in the MigrationController to a kind that the target has, or remove it: then one is chosen.',
  },
} as const satisfies Rows;
