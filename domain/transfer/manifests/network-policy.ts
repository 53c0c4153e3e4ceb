import type { KubeObject } from '../../kube-object.ts';
import { TUNNEL_PORT, type TransferRole } from '../layout.ts';
import { transferSelector } from '../names.ts';
import { transferMetadata } from './pod.ts';
import type { TransferSpec } from './spec.ts';

const DNS_PORT = 53;

/**
 * Lets the tunnel through where other policies shut a namespace; without any, it would shut what is open, so that
 * nobody should make it there. From anywhere: a NodePort hides who comes, and only the key lets anybody in.
 */
export function receiverPolicy(spec: TransferSpec): KubeObject {
  return policy(spec, 'receiver', {
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ protocol: 'TCP', port: TUNNEL_PORT }] }],
  });
}

/**
 * The same for the way out.
 * @param ports where the receiver, or a proxy before it, is reached
 */
export function senderPolicy(spec: TransferSpec, ports: readonly number[]): KubeObject {
  // Behind an address of the same cluster the tunnel's own port counts.
  const tunnel = [...new Set([...ports, TUNNEL_PORT])];
  return policy(spec, 'sender', {
    policyTypes: ['Egress'],
    egress: [
      { ports: tunnel.map((port) => ({ protocol: 'TCP', port })) },
      { ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: DNS_PORT })) },
    ],
  });
}

function policy(
  spec: TransferSpec,
  role: TransferRole,
  rules: Record<string, unknown>,
): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: transferMetadata(spec, role),
    spec: { podSelector: { matchLabels: transferSelector(spec.volume, role) }, ...rules },
  };
}
