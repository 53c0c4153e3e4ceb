import { describe, expect, it } from '@jest/globals';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import {
  addressOf,
  deployApplication,
  findNodeAddress,
  waitForApplication,
  whatStillRuns,
} from './application.ts';
import type { ApplicationSpec } from './spec.ts';

const spec: ApplicationSpec = {
  namespace: 'shop',
  images: { postgres: 'p', web: 'w' },
  password: 'x',
  capacity: '1Gi',
};
const db = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', namespace: 'shop' };
const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' };
const patience = { signal: new AbortController().signal, limitMs: 0 };

async function deployed(): Promise<FakeCluster> {
  const cluster = new FakeCluster({ name: 'source' });
  await deployApplication(cluster, spec);
  return cluster;
}

function pod(phase: string, reason?: string) {
  const waiting = reason === undefined ? {} : { state: { waiting: { reason } } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'db-0', namespace: 'shop' },
    status: { phase, containerStatuses: [{ name: 'postgres', ...waiting }] },
  };
}

describe('waitForApplication', () => {
  it('is content when every workload has its replicas', async () => {
    const cluster = await deployed();
    await cluster.patch(db, { status: { readyReplicas: 1 } });
    await cluster.patch(web, { status: { readyReplicas: 1 } });

    await expect(waitForApplication(cluster, 'shop', patience)).resolves.toBeUndefined();
  });

  it('tells at its limit which pod waits for what, and the warnings about it', async () => {
    const cluster = await deployed();
    cluster.seed(pod('Pending', 'ErrImagePull'), {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'shop' },
      type: 'Warning',
      reason: 'Failed',
      message: 'no such image',
      involvedObject: { kind: 'Pod', name: 'db-0' },
    });

    await expect(waitForApplication(cluster, 'shop', patience)).rejects.toMatchObject({
      message: 'Waited 0 s for the application shop on source, in vain',
      clues: [
        'Pod db-0: Pending, postgres: ErrImagePull',
        'Event Failed of Pod db-0: no such image',
      ],
    });
  });
});

describe('whatStillRuns', () => {
  it('names workloads that want replicas, and pods that live', async () => {
    const cluster = await deployed();
    cluster.seed(pod('Running'));

    await expect(whatStillRuns(cluster, 'shop')).resolves.toEqual([
      'StatefulSet db wants 1 replicas',
      'Deployment web wants 1 replicas',
      'Pod db-0 runs',
    ]);
  });

  it('finds nothing in a quiesced namespace', async () => {
    const cluster = await deployed();
    await cluster.patch(db, { spec: { replicas: 0 } });
    await cluster.patch(web, { spec: { replicas: 0 } });
    cluster.seed(pod('Succeeded'));

    await expect(whatStillRuns(cluster, 'shop')).resolves.toEqual([]);
  });

  it('does not take a namespace without its workloads for a quiesced one', async () => {
    await expect(whatStillRuns(new FakeCluster({ name: 'source' }), 'shop')).resolves.toEqual([
      'StatefulSet db is not there',
      'Deployment web is not there',
    ]);
  });
});

describe('addresses', () => {
  it('consist of the node and the port that the cluster gave', async () => {
    const cluster = await deployed();
    const service = { namespace: 'shop', name: 'db' };
    const before = await addressOf(cluster, '10.0.0.2', service);
    await cluster.patch(
      { apiVersion: 'v1', kind: 'Service', ...service },
      { spec: { ports: [{ port: 5432, nodePort: 30123 }] } },
    );

    expect(before).toBeUndefined();
    await expect(addressOf(cluster, '10.0.0.2', service)).resolves.toEqual({
      host: '10.0.0.2',
      port: 30123,
    });
  });

  it.each([
    [['InternalIP', 'ExternalIP'], 'ExternalIP'],
    [['Hostname', 'InternalIP'], 'InternalIP'],
  ])('of a node with %j are read from its %s', async (types, wanted) => {
    const cluster = new FakeCluster();
    cluster.seed({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
      status: { addresses: types.map((type) => ({ type, address: `the ${type}` })) },
    });

    await expect(findNodeAddress(cluster)).resolves.toBe(`the ${wanted}`);
  });
});
