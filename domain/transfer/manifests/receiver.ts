import type { KubeObject } from '../../kube-object.ts';
import { isRoot } from '../identity/identity.ts';
import { CONTAINERS, TUNNEL_PORT } from '../layout.ts';
import { USUAL } from '../resources.ts';
import { moverContainer, MOUNTS, RECEIVER_CAPABILITIES, tunnelContainer } from './containers.ts';
import { DAEMON_COMMAND, DAEMON_CONFIG_FILE, daemonConfig } from './daemon.ts';
import { endpointObjects } from './endpoint.ts';
import { keySecret } from './key-secret.ts';
import { IDLE } from './idle.ts';
import { identityOf, moverPodSpec, transferMetadata } from './pod.ts';
import type { TransferSpec } from './spec.ts';
import { serverTunnelConfig, servingTunnelConfig, TUNNEL_CONFIG_FILE } from './tunnel.ts';

/**
 * Everything of the receiving end, in the order of creation. The Service comes before the pod: a
 * NodePort answers up to a second later than the pod is ready.
 * @param endpoint by which the sender reaches it
 */
export function receiverObjects(
  spec: TransferSpec,
  key: string,
  endpoint: KubeObject[] = endpointObjects(spec, { type: 'NodePort', proven: false }),
): KubeObject[] {
  return [
    keySecret(spec, 'receiver', key),
    receiverConfigMap(spec),
    ...endpoint,
    receiverPod(spec),
  ];
}

export function receiverConfigMap(spec: TransferSpec): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: transferMetadata(spec, 'receiver'),
    data: isRoot(identityOf(spec, 'receiver'))
      ? { [DAEMON_CONFIG_FILE]: daemonConfig(), [TUNNEL_CONFIG_FILE]: serverTunnelConfig() }
      : { [TUNNEL_CONFIG_FILE]: servingTunnelConfig() },
  };
}

/** A daemon in a container of its own; without root the tunnel starts rsync, and needs the volume for that. */
export function receiverPod(spec: TransferSpec): KubeObject {
  const identity = identityOf(spec, 'receiver');
  const resources = spec.resources?.receiver;
  const tunnel = {
    ...tunnelContainer({
      image: spec.image,
      identity,
      // Where it starts rsync, it needs what rsync needs.
      ...(isRoot(identity)
        ? { resources: resources?.tunnel }
        : { resources: resources?.mover ?? USUAL.mover, mounts: [MOUNTS.data] }),
    }),
    ports: [{ name: 'tunnel', containerPort: TUNNEL_PORT, protocol: 'TCP' }],
    // Only until it listens: a readiness probe would log a broken handshake each second.
    startupProbe: { tcpSocket: { port: TUNNEL_PORT }, periodSeconds: 1, failureThreshold: 60 },
  };
  const daemon = moverContainer({
    name: CONTAINERS.receiver,
    image: spec.image,
    command: isRoot(identity) ? DAEMON_COMMAND : IDLE,
    capabilities: RECEIVER_CAPABILITIES,
    identity,
    resources: resources?.mover,
    mounts: [MOUNTS.data, MOUNTS.config, MOUNTS.state, MOUNTS.tmp],
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: transferMetadata(spec, 'receiver'),
    spec: { ...moverPodSpec(spec, 'receiver'), containers: [daemon, tunnel] },
  };
}
