import type { KubeObject } from '../../kube-object.ts';
import type { TunnelProxy } from '../../settings/settings.ts';
import { CONTAINERS } from '../layout.ts';
import { moverContainer, MOUNTS, SENDER_CAPABILITIES, tunnelContainer } from './containers.ts';
import { keySecret } from './key-secret.ts';
import { IDLE } from './idle.ts';
import { identityOf, moverPodSpec, transferMetadata } from './pod.ts';
import type { Endpoint, Placement, TransferSpec } from './spec.ts';
import { clientTunnelConfig, TUNNEL_CONFIG_FILE } from './tunnel.ts';

/** What the sending end needs to know beside the volume. */
export interface SenderNeeds {
  key: string;
  endpoint: Endpoint;
  /** What the way to the endpoint leads through. */
  proxy?: TunnelProxy;
  placement: Placement;
}

/** Everything of the sending end, in the order of creation; the endpoint must be known by then. */
export function senderObjects(spec: TransferSpec, needs: SenderNeeds): KubeObject[] {
  return [...senderConfig(spec, needs), senderPod(spec, needs)];
}

/** What the tunnel reads once, at its start. With a password in it, it is in the Secret, beside the key. */
export function senderConfig(
  spec: TransferSpec,
  { key, endpoint, proxy }: Omit<SenderNeeds, 'placement'>,
): KubeObject[] {
  const secret = keySecret(spec, 'sender', key);
  if (!isSecret(proxy)) return [secret, senderConfigMap(spec, endpoint, proxy)];
  const config = base64(clientTunnelConfig(endpoint, proxy));
  return [{ ...secret, data: { ...(secret['data'] as object), [TUNNEL_CONFIG_FILE]: config } }];
}

export function senderConfigMap(
  spec: TransferSpec,
  endpoint: Endpoint,
  proxy?: TunnelProxy,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: transferMetadata(spec, 'sender'),
    data: { [TUNNEL_CONFIG_FILE]: clientTunnelConfig(endpoint, proxy) },
  };
}

function isSecret(proxy: TunnelProxy | undefined): boolean {
  return proxy?.user !== undefined;
}

/** A password may hold more than btoa takes. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

export function senderPod(
  spec: TransferSpec,
  { placement, proxy }: Pick<SenderNeeds, 'placement' | 'proxy'>,
): KubeObject {
  const identity = identityOf(spec, 'sender');
  const resources = spec.resources?.sender;
  const mover = moverContainer({
    name: CONTAINERS.sender,
    image: spec.image,
    command: IDLE,
    capabilities: SENDER_CAPABILITIES,
    identity,
    resources: resources?.mover,
    mounts: [MOUNTS.dataReadOnly, MOUNTS.state, MOUNTS.tmp],
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: transferMetadata(spec, 'sender'),
    spec: {
      ...moverPodSpec(spec, 'sender', isSecret(proxy) ? 'Secret' : 'ConfigMap'),
      ...scheduling(placement),
      containers: [
        mover,
        tunnelContainer({ image: spec.image, identity, resources: resources?.tunnel }),
      ],
    },
  };
}

/** By affinity, never by nodeName: that would pass by the scheduler, its taints and its room. */
export function scheduling({ hostname, tolerations }: Placement): Record<string, unknown> {
  return {
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(hostname === undefined
      ? {}
      : {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [
                      { key: 'kubernetes.io/hostname', operator: 'In', values: [hostname] },
                    ],
                  },
                ],
              },
            },
          },
        }),
  };
}
