import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { corednsManifests } from './coredns.ts';
import { localPathManifests } from './local-path.ts';
import type { Manifest } from './manifest.ts';

function pick(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

describe('corednsManifests', () => {
  const manifests = corednsManifests('registry/coredns:1', '10.250.32.10');

  it('answers at the address the kubelets know', () => {
    expect(pick(manifests, 'Service')['spec']).toMatchObject({
      clusterIP: '10.250.32.10',
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    });
  });

  it('listens where its Service sends queries, and never hides names of the cluster', () => {
    const service = pick(manifests, 'Service')['spec'] as { ports: { targetPort: number }[] };
    const { Corefile = '' } = pick(manifests, 'ConfigMap')['data'] as { Corefile?: string };
    const port = service.ports[0]?.targetPort ?? 0;
    const [cluster = '', rest = ''] = Corefile.split('\n}\n');

    expect(cluster.startsWith(`cluster.local:${port} `)).toBe(true);
    expect(rest.startsWith(`.:${port} `)).toBe(true);
    expect(cluster).not.toContain('template');
  });
});

describe('localPathManifests', () => {
  const manifests = localPathManifests({
    image: 'registry/provisioner:1',
    helperImage: 'registry/busybox:1',
    volumesDir: '/state/source/volumes',
  });
  const data = pick(manifests, 'ConfigMap')['data'] as Record<string, string>;

  it('puts all volumes of a cluster into its own directory', () => {
    expect(parse(data['config.json'] ?? '')).toEqual({
      nodePathMap: [
        { node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: ['/state/source/volumes'] },
      ],
    });
  });

  it('runs helper pods with an image that is there', () => {
    expect(parse(data['helperPod.yaml'] ?? '')).toMatchObject({
      kind: 'Pod',
      spec: { containers: [{ image: 'registry/busybox:1' }] },
    });
  });

  it('makes volumes that Velero backs up, in the default class', () => {
    expect(pick(manifests, 'StorageClass')).toMatchObject({
      metadata: {
        name: 'standard',
        annotations: {
          'storageclass.kubernetes.io/is-default-class': 'true',
          defaultVolumeType: 'local',
        },
      },
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  });

  it('names the account of the helper pods', () => {
    const account = pick(manifests, 'ServiceAccount').metadata.name;

    expect(JSON.stringify(pick(manifests, 'Deployment'))).toContain(
      `"--service-account-name","${account}"`,
    );
  });
});
