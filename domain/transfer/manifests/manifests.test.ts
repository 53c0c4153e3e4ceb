import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { transferLabels } from '../names.ts';
import { RECEIVER_CAPABILITIES, SENDER_CAPABILITIES } from './containers.ts';
import { nodePortOf } from './endpoint.ts';
import { keyOfSecret, keySecret } from './key-secret.ts';
import { receiverObjects } from './receiver.ts';
import { senderObjects } from './sender.ts';
import type { TransferSpec } from './spec.ts';

const key = '0123456789abcdef'.repeat(4);
const spec: TransferSpec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop-new', claim: 'data-new' },
  image: 'registry.example/mover:1',
  activeDeadlineSeconds: 3600,
};
const toleration = { key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' };
const needs = {
  key,
  endpoint: { host: '10.250.0.3', port: 30123 },
  placement: { hostname: 'worker-2', tolerations: [toleration] },
};
const receiver = receiverObjects(spec, key);
const sender = senderObjects(spec, needs);

interface Container {
  name: string;
  command: string[];
  ports?: { containerPort: number; hostPort?: number }[];
  readinessProbe?: unknown;
  startupProbe?: { tcpSocket: { port: number } };
  resources: { requests: Record<string, string>; limits?: unknown };
  securityContext: {
    privileged?: boolean;
    runAsUser: number;
    runAsNonRoot?: boolean;
    allowPrivilegeEscalation: boolean;
    readOnlyRootFilesystem: boolean;
    seccompProfile: { type: string };
    capabilities: { drop: string[]; add?: string[] };
  };
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
}
interface PodSpec {
  containers: Container[];
  securityContext?: { fsGroup?: number };
  nodeName?: string;
  hostNetwork?: boolean;
  volumes: Record<string, unknown>[];
  [key: string]: unknown;
}

function find(objects: KubeObject[], kind: string): KubeObject {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

function podSpec(objects: KubeObject[]): PodSpec {
  return find(objects, 'Pod')['spec'] as PodSpec;
}

function container(objects: KubeObject[], name: string): Container {
  const found = podSpec(objects).containers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

function file(objects: KubeObject[], name: string): string[] {
  const data = find(objects, 'ConfigMap')['data'] as Record<string, string>;
  return (data[name] ?? '').split('\n');
}

/** What PodSecurity baseline lets a container add. */
const BASELINE =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';

describe.each([
  ['receiver', receiver, 'shop-new', 'data-new'],
  ['sender', sender, 'shop', 'data'],
] as const)('the %s', (role, objects, namespace, claim) => {
  it('lives in the namespace of its volume, labelled, under one name', () => {
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([namespace]),
    );
    expect(new Set(objects.map(({ metadata }) => metadata.name)).size).toBe(1);
    for (const { metadata } of objects) {
      expect(metadata.labels).toEqual(transferLabels(spec.volume, role));
    }
  });

  it('mounts the claim, and changes nothing on it by itself', () => {
    expect(podSpec(objects).volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: claim },
    });
    expect(podSpec(objects).securityContext?.fsGroup).toBeUndefined();
  });

  it('has no token, no service links, no fixed node, and ends by itself', () => {
    expect(podSpec(objects)).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      activeDeadlineSeconds: 3600,
    });
    expect(podSpec(objects).nodeName).toBeUndefined();
  });

  it('passes PodSecurity baseline', () => {
    const pod = podSpec(objects);
    expect(pod.hostNetwork).toBeUndefined();
    for (const { securityContext, ports } of pod.containers) {
      expect(securityContext).toMatchObject({
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(securityContext.capabilities.drop).toEqual(['ALL']);
      expect(BASELINE.split(' ')).toEqual(
        expect.arrayContaining(securityContext.capabilities.add ?? []),
      );
      expect(ports?.some(({ hostPort }) => hostPort !== undefined) ?? false).toBe(false);
    }
    for (const volume of pod.volumes) expect(volume).not.toHaveProperty('hostPath');
  });

  it('mounts no volume that is not there, and everything where a read-only root is written', () => {
    const names = podSpec(objects).volumes.map(({ name }) => name);
    for (const { volumeMounts } of podSpec(objects).containers) {
      for (const { name } of volumeMounts) expect(names).toContain(name);
    }
    const mover = podSpec(objects).containers.find(({ name }) => name.startsWith('rsync'));
    expect(mover?.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(
      expect.arrayContaining(['/data', '/state', '/tmp']),
    );
  });

  it('shows the key to the tunnel only, which is nobody', () => {
    const withKey = podSpec(objects).containers.filter(({ volumeMounts }) =>
      volumeMounts.some(({ name }) => name === 'key'),
    );
    expect(withKey.map(({ name }) => name)).toEqual(['stunnel']);
    expect(withKey[0]?.securityContext).toMatchObject({ runAsUser: 65534, runAsNonRoot: true });
    expect(JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'))).not.toContain(key);
  });
});

describe('capabilities', () => {
  it('are the eight of the receiver, and one of the sender', () => {
    expect(container(receiver, 'rsyncd').securityContext.capabilities.add).toEqual([
      ...RECEIVER_CAPABILITIES,
    ]);
    expect(RECEIVER_CAPABILITIES).toHaveLength(8);
    expect(container(sender, 'rsync').securityContext.capabilities.add).toEqual([
      ...SENDER_CAPABILITIES,
    ]);
    expect(SENDER_CAPABILITIES).toEqual(['DAC_OVERRIDE']);
  });
});

describe('receiverObjects', () => {
  it('makes the Service before the pod it selects', () => {
    expect(receiver.map(({ kind }) => kind)).toEqual(['Secret', 'ConfigMap', 'Service', 'Pod']);
    const { selector } = find(receiver, 'Service')['spec'] as { selector: Record<string, string> };
    expect(find(receiver, 'Pod').metadata.labels).toMatchObject(selector);
    expect(find(sender, 'Pod').metadata.labels).not.toMatchObject(selector);
  });

  it('can be reached while its node is taken for lost', () => {
    expect(find(receiver, 'Service')['spec']).toMatchObject({ publishNotReadyAddresses: true });
  });

  it('asks stunnel whether it listens once, not each second', () => {
    const tunnel = container(receiver, 'stunnel');
    expect(tunnel.startupProbe?.tcpSocket.port).toBe(8443);
    expect(tunnel.readinessProbe).toBeUndefined();
  });

  it('keeps symlinks as they are and rsync on loopback', () => {
    expect(file(receiver, 'rsyncd.conf')).toEqual(
      expect.arrayContaining([
        'address=127.0.0.1',
        'port=1873',
        'use chroot=yes',
        'munge symlinks=no',
        'gid=0',
        'path=/data',
      ]),
    );
  });
});

describe('nodePortOf', () => {
  const service = find(receiver, 'Service');
  it.each([
    [{ ...service, spec: { ports: [{ port: 8443, nodePort: 30123 }] } }, 30123],
    [service, undefined],
    [{ ...service, spec: {} }, undefined],
  ])('reads what the cluster allocated', (read, expected) => {
    expect(nodePortOf(read)).toBe(expected);
  });
});

describe('senderObjects', () => {
  it('is placed beside the application by affinity, with its tolerations', () => {
    expect(podSpec(sender)).toMatchObject({
      tolerations: [toleration],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', values: ['worker-2'] }] },
            ],
          },
        },
      },
    });
  });

  it('goes anywhere when nothing uses the volume', () => {
    const free = podSpec(senderObjects(spec, { ...needs, placement: {} }));
    expect(free['affinity']).toBeUndefined();
    expect(free['tolerations']).toBeUndefined();
  });

  it('cannot write to the volume', () => {
    expect(container(sender, 'rsync').volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/data',
      readOnly: true,
    });
  });

  it.each([
    ['10.250.0.3', undefined],
    ['fd00::3', undefined],
    ['node.example', 'sni=node.example'],
  ])('connects to %s with TLS 1.3 and a key', (host, sni) => {
    const objects = senderObjects(spec, { ...needs, endpoint: { host, port: 30123 } });
    const config = file(objects, 'stunnel.conf');
    expect(config).toEqual(
      expect.arrayContaining([
        'client=yes',
        'accept=127.0.0.1:1873',
        `connect=${host}:30123`,
        'sslVersionMin=TLSv1.3',
        'ciphers=kPSK',
      ]),
    );
    expect(config.find((line) => line.startsWith('sni='))).toBe(sni);
  });
});

describe('keySecret', () => {
  it('is the same at both ends, and read back', () => {
    const [here, there] = [keySecret(spec, 'sender', key), keySecret(spec, 'receiver', key)];
    expect(here['data']).toEqual(there['data']);
    expect(keyOfSecret(here)).toBe(key);
  });

  it.each(['', 'abc', key.toUpperCase(), `${key}0`])('refuses %j without repeating it', (bad) => {
    expect(() => keySecret(spec, 'sender', bad)).toThrow('the key must be 64 hexadecimal digits');
  });

  it.each([
    ['no data', {}],
    ['another key', { data: { other: 'eA==' } }],
    ['other text', { data: { psk: btoa('nonsense') } }],
    ['no text', { data: { psk: 1 } }],
  ])('reads nothing from a Secret with %s', (_, rest) => {
    expect(
      keyOfSecret({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, ...rest }),
    ).toBeUndefined();
  });
});
