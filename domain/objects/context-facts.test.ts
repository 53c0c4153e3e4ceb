import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import type { RunVolume } from '../run/facts.ts';
import { CONTEXT } from '../transform/golden/context.ts';
import { withBelongings } from './coming-kinds.ts';
import {
  claimChoices,
  ipFamilies,
  nodePortsInUse,
  storageClassMap,
  uidRanges,
} from './context-facts.ts';

function object(kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name }, ...rest };
}

const VOLUME: RunVolume = {
  namespace: 'shop',
  claim: 'data',
  targetNamespace: 'store',
  targetClaim: 'data-2',
  capacity: '1Gi',
  capacityBytes: 2 ** 30,
  storageClass: 'fast',
  accessModes: ['ReadWriteOnce'],
};

describe('claims', () => {
  it('are copied or stay behind, as the plan says', () => {
    expect(claimChoices([VOLUME], ['shop/cache'])).toEqual({
      'shop/data': {
        action: 'copy',
        targetName: 'data-2',
        storageClass: 'fast',
        accessModes: ['ReadWriteOnce'],
        capacity: '1Gi',
      },
      'shop/cache': expect.objectContaining({ action: 'skip', targetName: 'cache' }),
    });
  });
});

describe('storage classes', () => {
  const classOf = (name: string, provisioner: string): KubeObject =>
    object('StorageClass', name, { provisioner });
  const claim: KubeObject = {
    ...object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'gold' } }),
    metadata: { name: 'data', namespace: 'shop' },
  };
  const source = [classOf('gold', 'a'), classOf('silver', 'b'), classOf('odd', 'c')];
  const target = [classOf('fast', 'x'), classOf('plain', 'b')];

  it('follow the volumes of the plan, then the provisioner', () => {
    expect(storageClassMap({ source, target }, [claim], [VOLUME])).toEqual({
      gold: 'fast',
      silver: 'plain',
    });
  });

  it('are not mapped without a counterpart', () => {
    expect(storageClassMap({ source, target: [] }, [claim], [])).toEqual({});
  });
});

describe('IP families', () => {
  const range = (...cidrs: string[]) => object('ServiceCIDR', 'kubernetes', { spec: { cidrs } });
  const network = object('Network', 'cluster', { status: { serviceNetwork: ['fd00::/112'] } });
  const service = (spec: object) => object('Service', 'kubernetes', { spec });

  it.each<[string, KubeObject[], KubeObject | undefined, string[]]>([
    ['one range', [range('10.0.0.0/16')], undefined, ['IPv4']],
    ['two ranges', [range('10.0.0.0/16', 'fd00::/112')], undefined, ['IPv4', 'IPv6']],
    ["OpenShift's ranges", [network], undefined, ['IPv6']],
    ['the API server', [], service({ ipFamilies: ['IPv6'] }), ['IPv6']],
    ['both', [range('10.0.0.0/16')], service({ ipFamilies: ['IPv6'] }), ['IPv4', 'IPv6']],
    ['an old API server', [], service({ clusterIP: '10.0.0.1' }), ['IPv4']],
    ['nothing', [], undefined, []],
  ])('are told by %s', (_, ranges, apiServer, expected) => {
    expect(ipFamilies(ranges, apiServer)).toEqual(expected);
  });
});

describe('what is taken on the target', () => {
  it('are node ports, of health checks too', () => {
    const spec = {
      healthCheckNodePort: 32000,
      ports: [{ port: 80, nodePort: 30080 }, { port: 81 }],
    };
    const web = {
      ...object('Service', 'web', { spec }),
      metadata: { name: 'web', namespace: 'a' },
    };

    expect(nodePortsInUse([web, object('Service', 'none')])).toEqual({
      '30080': 'a/web',
      '32000': 'a/web',
    });
  });

  it('are ranges of user ids', () => {
    const held = object('Namespace', 'a');
    held.metadata.annotations = { 'openshift.io/sa.scc.uid-range': '1000650000/10000' };

    expect(uidRanges([held, object('Namespace', 'b')])).toEqual({ '1000650000/10000': 'a' });
  });
});

describe('a context with belongings', () => {
  const definition = object('CustomResourceDefinition', 'widgets.example.com', {
    spec: {
      group: 'example.com',
      names: { kind: 'Widget' },
      versions: [
        { name: 'v1', served: true, storage: true },
        { name: 'v2', served: true },
        { name: 'v0', served: false },
      ],
    },
  });
  const belongings = [definition, object('PriorityClass', 'high'), object('ClusterRole', 'reader')];

  it('has the kinds and the classes that come along', () => {
    const { target } = withBelongings(CONTEXT, belongings);

    expect(target.servedVersions).toEqual({ 'Widget.example.com': ['v1', 'v2'] });
    expect(target.priorityClasses).toEqual(['high']);
  });

  it('keeps the versions of a kind that is there already', () => {
    const servedVersions = { 'Widget.example.com': ['v3'] };
    const known = { ...CONTEXT, target: { ...CONTEXT.target, servedVersions } };

    expect(withBelongings(known, belongings).target.servedVersions).toEqual(servedVersions);
  });
});
