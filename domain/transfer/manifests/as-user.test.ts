import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import type { TransferIdentity } from '../identity/identity.ts';
import { recordedIdentities } from '../identity/record.ts';
import { receiverPolicy, senderPolicy } from './network-policy.ts';
import { receiverObjects } from './receiver.ts';
import { senderObjects } from './sender.ts';
import type { TransferSpec } from './spec.ts';

const key = '0123456789abcdef'.repeat(4);
const needs = { key, endpoint: { host: '10.250.0.3', port: 30123 }, placement: {} };

function specOf(identity: TransferIdentity): TransferSpec {
  return {
    volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
    target: { namespace: 'shop-new', claim: 'data-new' },
    image: 'registry.example/mover:1',
    identities: { sender: identity, receiver: identity },
  };
}

interface Container {
  name: string;
  command: string[];
  resources: unknown;
  securityContext: Record<string, unknown> & { capabilities: { drop: string[]; add?: string[] } };
  volumeMounts: { name: string }[];
}
interface Pod {
  containers: Container[];
  securityContext?: Record<string, unknown>;
}

function podOf(objects: readonly KubeObject[]): Pod {
  return objects.find(({ kind }) => kind === 'Pod')?.['spec'] as Pod;
}

function fileOf(objects: readonly KubeObject[], name: string): string | undefined {
  const config = objects.find(({ kind }) => kind === 'ConfigMap');
  return (config?.['data'] as Record<string, string>)[name];
}

const restricted: TransferIdentity = { mode: 'restricted', uid: 1000, gid: 2000, groups: [3000] };
const ranged: TransferIdentity = { mode: 'ranged', uid: 1_000_650_000, groups: [] };

describe.each([restricted, ranged])('pods of $mode', (identity) => {
  const spec = specOf(identity);
  const sender = podOf(senderObjects(spec, needs));
  const receiver = podOf(receiverObjects(spec, key));

  it.each([
    ['sender', sender],
    ['receiver', receiver],
  ])('pass PodSecurity restricted (%s)', (_, { containers }) => {
    for (const { securityContext } of containers) {
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(securityContext.capabilities.add).toBeUndefined();
      expect(securityContext['runAsUser']).not.toBe(0);
    }
    expect(containers[0]?.securityContext['runAsUser']).toBe(identity.uid);
  });

  it('have no daemon: the tunnel starts what takes a pass, and sees the volume for it', () => {
    const objects = receiverObjects(spec, key);
    expect(fileOf(objects, 'rsyncd.conf')).toBeUndefined();
    const config = fileOf(objects, 'stunnel.conf')?.split('\n');
    expect(config).toEqual(
      expect.arrayContaining(['exec=/usr/local/bin/xfer', 'execArgs=xfer serve']),
    );
    expect(config?.some((line) => line.startsWith('connect='))).toBe(false);
    const [mover, tunnel] = receiver.containers;
    expect(mover?.command[0]).toBe('sh');
    expect(mover?.volumeMounts.map(({ name }) => name)).not.toContain('key');
    expect(tunnel?.volumeMounts.map(({ name }) => name)).toEqual(['key', 'config', 'data']);
    expect(tunnel?.securityContext['runAsUser']).toBe(identity.uid);
    expect(tunnel?.resources).toEqual(mover?.resources);
  });

  it('keep who they are beside their key', () => {
    const [secret] = receiverObjects(spec, key);
    expect(recordedIdentities(secret!)).toEqual(spec.identities);
  });
});

describe('pods of ranged', () => {
  it('have no user outside of the range, and no walk through the volume', () => {
    const pod = podOf(senderObjects(specOf(ranged), needs));
    expect(pod.containers.map(({ securityContext }) => securityContext['runAsUser'])).toEqual([
      ranged.uid,
      ranged.uid,
    ]);
    expect(pod.securityContext).toEqual({ fsGroupChangePolicy: 'OnRootMismatch' });
  });
});

describe('pods of any mode', () => {
  it.each([restricted, { ...restricted, mode: 'root' as const, uid: 0, gid: 0 }])(
    'have their supplemental groups ($mode)',
    (identity) => {
      const spec = specOf(identity);
      for (const objects of [senderObjects(spec, needs), receiverObjects(spec, key)]) {
        expect(podOf(objects).securityContext).toEqual({ supplementalGroups: [3000] });
      }
    },
  );

  it('ask for what fits', () => {
    const requests = { requests: { cpu: '1m', memory: '1' } };
    const end = { mover: requests, tunnel: requests };
    const spec = { ...specOf(restricted), resources: { sender: end, receiver: end } };
    for (const container of podOf(senderObjects(spec, needs)).containers) {
      expect(container).toMatchObject({ resources: requests });
    }
  });
});

describe('network policies', () => {
  const spec = specOf(restricted);

  it('open the port of the tunnel alone, to its pod alone', () => {
    const policy = receiverPolicy(spec);
    expect(policy.metadata).toMatchObject({ namespace: 'shop-new' });
    expect(policy['spec']).toEqual({
      podSelector: {
        matchLabels: {
          'migration.openshift.io/transfer': expect.any(String),
          'migration.openshift.io/transfer-role': 'receiver',
        },
      },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 8443 }] }],
    });
  });

  it('let the sender out to the receiver, and to the name servers', () => {
    const policy = senderPolicy(spec, [30123]);
    expect(policy.metadata).toMatchObject({ namespace: 'shop' });
    expect(policy['spec']).toMatchObject({
      policyTypes: ['Egress'],
      egress: [
        {
          ports: [
            { protocol: 'TCP', port: 30123 },
            { protocol: 'TCP', port: 8443 },
          ],
        },
        {
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    });
  });
});
