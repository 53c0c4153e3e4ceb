import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { CLUSTERS, STATE_DIR } from '../layout.ts';
import { CLUSTER_PROGRAMS, type ClusterPrograms, clusterDaemons } from './cluster-daemons.ts';
import { cniConfig, containerdConfig, registryHosts } from './containerd.ts';
import { type Daemon, flags } from './daemon.ts';
import { kubeProxyConfig } from './kube-proxy.ts';
import { kubeletConfig } from './kubelet.ts';
import { objectStore } from './object-store.ts';
import { registryConfig } from './registry.ts';

const programs = Object.fromEntries(
  [...CLUSTER_PROGRAMS, 'containerd'].map((name) => [name, `/bin/${name}`]),
) as ClusterPrograms;
const pauseImage = '10.250.0.1:5000/pause:1';
const daemons = {
  source: clusterDaemons(CLUSTERS.source, programs, { pauseImage, kubernetes: '1.34' }),
  target: clusterDaemons(CLUSTERS.target, programs, { pauseImage, kubernetes: '1.34' }),
};

function find(list: Daemon[], name: string): Daemon {
  return list.find((daemon) => daemon.name === name)!;
}

describe('flags', () => {
  it('renders in order; true alone stands bare', () => {
    expect(flags({ a: 1, b: true, c: false })).toEqual(['--a=1', '--b', '--c=false']);
  });
});

describe('the daemons of a cluster', () => {
  it('wait only for daemons that exist, and never for each other in a circle', () => {
    const { source } = daemons;
    const depth = (name: string, seen: string[] = []): number => {
      expect(seen).not.toContain(name);
      const { after } = find(source, name);
      return 1 + Math.max(0, ...after.map((other) => depth(other, [...seen, name])));
    };
    expect(source.map(({ name }) => depth(name))).toEqual([1, 2, 3, 3, 1, 3, 3]);
  });

  it('of two clusters share no file, no directory and no address', () => {
    const mentions = JSON.stringify(daemons.target);
    expect(mentions).not.toContain(`${STATE_DIR}/source`);
    expect(mentions).not.toContain('dray-source');
    expect(mentions).not.toMatch(/10\.250\.(0\.2\b|16|32)/);
  });

  it('keep everything they write below the state directory', () => {
    for (const { files, directories = [] } of daemons.source) {
      for (const path of [...files.map((file) => file.path), ...directories]) {
        expect(path.startsWith(`${STATE_DIR}/source/`)).toBe(true);
      }
    }
  });

  it('can be kept as JSON and started again from it', () => {
    expect(JSON.parse(JSON.stringify(daemons.source))).toEqual(daemons.source);
  });
});

describe('kube-apiserver', () => {
  const { args } = find(daemons.target, 'kube-apiserver');

  it('reaches kubelets by address, verified both ways', () => {
    expect(args).toContain('--kubelet-preferred-address-types=InternalIP');
    expect(args.join(' ')).toMatch(/--kubelet-certificate-authority=\S+ca\.crt/);
  });

  it('serves its own range of Services', () => {
    expect(args).toContain('--service-cluster-ip-range=10.250.80.0/20');
  });
});

describe('kubelet', () => {
  it('keeps its hands off the machine', () => {
    expect(parse(kubeletConfig(CLUSTERS.source, '1.34'))).toMatchObject({
      cgroupDriver: 'cgroupfs',
      cgroupRoot: '/dray-source',
      enforceNodeAllocatable: [],
      failSwapOn: false,
      imageGCHighThresholdPercent: 100,
      podLogsDir: `${STATE_DIR}/source/pod-logs`,
      clusterDNS: ['10.250.32.10'],
      failCgroupV1: false,
    });
  });

  it('of an older version is not told of fields that it does not know', () => {
    expect(parse(kubeletConfig(CLUSTERS.source, '1.30'))).not.toHaveProperty('failCgroupV1');
  });
});

describe('kube-proxy', () => {
  it('uses nftables, and leaves the connection table of the machine alone', () => {
    expect(parse(kubeProxyConfig(CLUSTERS.source, '1.34'))).toMatchObject({
      mode: 'nftables',
      conntrack: { maxPerCore: 0, min: 0 },
    });
  });

  it('is told to use nftables where that was still new', () => {
    expect(parse(kubeProxyConfig(CLUSTERS.source, '1.30'))).toMatchObject({
      mode: 'nftables',
      featureGates: { NFTablesProxyMode: true },
    });
    expect(parse(kubeProxyConfig(CLUSTERS.source, '1.34'))).not.toHaveProperty('featureGates');
  });
});

describe('containerd', () => {
  const config = containerdConfig(CLUSTERS.source, '10.250.0.1:5000/pause:1');

  it('has every directory of its own', () => {
    const dir = `${STATE_DIR}/source/containerd`;
    expect(config).toContain(`root = "${dir}/root"`);
    expect(config).toContain(`state = "${dir}/state"`);
    expect(config).toContain(`Root = "${dir}/runc"`);
    expect(config).toContain('netns_mounts_under_state_dir = true');
  });

  it('survives the lack of CAP_SYS_RESOURCE', () => {
    expect(config).toContain('restrict_oom_score_adj = true');
  });

  it('pulls from the registry of the sandbox by plain HTTP', () => {
    expect(config).toContain('sandbox_image = "10.250.0.1:5000/pause:1"');
    expect(registryHosts()).toContain('[host."http://10.250.0.1:5000"]');
  });

  it('gives pods addresses of the cluster, and routes all they send', () => {
    const { plugins } = JSON.parse(cniConfig(CLUSTERS.source)) as { plugins: unknown[] };
    expect(plugins[0]).toMatchObject({
      type: 'ptp',
      ipam: { ranges: [[{ subnet: '10.250.16.0/20' }]] },
    });
  });
});

describe('the object store', () => {
  it('gets its secret where the process list does not show it', () => {
    const daemon = objectStore('/bin/versitygw', { accessKey: 'a', secretKey: 'hush' });
    expect(daemon.args.join(' ')).not.toContain('hush');
    expect(daemon.env).toMatchObject({ ROOT_SECRET_KEY: 'hush' });
  });

  it('has the bucket from the beginning', () => {
    const { directories } = objectStore('/bin/versitygw', { accessKey: 'a', secretKey: 'b' });
    expect(directories).toEqual([`${STATE_DIR}/host/s3/velero`]);
  });
});

describe('the registry', () => {
  it('listens on the bridge only, and lets images be deleted', () => {
    expect(parse(registryConfig())).toMatchObject({
      http: { addr: '10.250.0.1:5000' },
      storage: { delete: { enabled: true } },
    });
  });
});
