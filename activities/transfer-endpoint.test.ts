import { beforeEach, describe, expect, test } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import type { FailureCode } from '../domain/failures/table.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { DEFAULT_SETTINGS, type EndpointType } from '../domain/settings/settings.ts';
import { chosenEndpoint } from '../domain/transfer/manifests/endpoint.ts';
import { asActivity } from '../test/builders/rollback.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import type { NoWay } from './probe.ts';
import { endpointFor, overEndpoints } from './transfer-endpoint.ts';
import type { TransferEnds } from './transfer-pods.ts';

const spec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop', claim: 'data' },
  image: 'mover',
};

let source: FakeCluster;
let target: FakeCluster;
let forced: EndpointType | undefined;
let tried: EndpointType[];

beforeEach(() => {
  source = new FakeCluster({ name: 'source' });
  target = new FakeCluster({ name: 'target' });
  source.seed(kubeSystem('here'));
  target.seed(kubeSystem('there'));
  forced = undefined;
  tried = [];
});

function kubeSystem(uid: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } };
}

function ends(): TransferEnds {
  const settings = {
    ...DEFAULT_SETTINGS,
    ...(forced === undefined ? {} : { endpointType: forced }),
  };
  return { source, target, settings: () => Promise.resolve(settings) };
}

/** A target that knows Routes, and has a router for them. */
function withRoutes(): void {
  target.kinds.set('route.openshift.io/v1', ['Route']);
  target.kinds.set('config.openshift.io/v1', ['Ingress']);
  target.clusterScoped.add('Ingress');
  target.seed(ingress({ domain: 'apps.example.com' }));
}

function ingress(spec: { domain?: string }): KubeObject {
  return {
    ...{ apiVersion: 'config.openshift.io/v1', kind: 'Ingress', metadata: { name: 'cluster' } },
    spec,
  };
}

/** Whoever tries the endpoints in `answering` gets through; the others fail as told. */
function over(
  answering: EndpointType[],
  { code = 'DRAY-3054', elsewhere = true }: { code?: FailureCode; elsewhere?: boolean } = {},
): Promise<void> {
  const attempt = (type: EndpointType): Promise<NoWay | undefined> => {
    tried.push(type);
    if (answering.includes(type)) return Promise.resolve(undefined);
    return Promise.resolve({ failure: failure(code, { detail: `${type} is silent` }), elsewhere });
  };
  return asActivity(() => overEndpoints(ends(), spec, attempt));
}

const chosen = () => chosenEndpoint(target.objects('Service')[0]);

describe('endpoints of a receiver', () => {
  test.each<[string, () => void]>([
    ['no Ingress is known', () => void target.kinds.delete('config.openshift.io/v1')],
    ['no domain is served', () => target.seed(ingress({}))],
  ])('are no Routes unasked where %s: nobody would admit them', async (_, change) => {
    withRoutes();
    change();

    await over(['NodePort']);

    expect(tried).toEqual(['NodePort']);
  });

  test('are tried in their order, and the one that answers is kept', async () => {
    withRoutes();
    await over(['NodePort']);
    expect(tried).toEqual(['Route', 'NodePort']);
    expect(chosen()).toEqual({ type: 'NodePort', proven: true });
    expect(target.objects('Route')).toEqual([]);
    expect(await asActivity(() => endpointFor(ends(), spec))).toMatchObject({ type: 'NodePort' });
  });

  test('once proven are not chosen anew, whatever is set meanwhile', async () => {
    await over(['NodePort']);
    forced = 'LoadBalancer';
    tried = [];
    await over(['NodePort']);
    expect(tried).toEqual(['NodePort']);
  });

  test('are chosen anew by a retry while none has been proven', async () => {
    withRoutes();
    await expect(over([])).rejects.toMatchObject({ code: 'DRAY-3054' });
    tried = [];
    await over(['Route']);
    expect(tried).toEqual(['Route']);
    expect(chosen()).toEqual({ type: 'Route', proven: true });
    expect(target.objects('Route')).toMatchObject([
      { spec: { tls: { termination: 'passthrough' } } },
    ]);
  });

  test('within one cluster begin with its own address, whatever the clusters are called', async () => {
    target = source;
    await over(['ClusterIP']);
    expect(tried).toEqual(['ClusterIP']);
  });

  test('go on to a load balancer where one has been seen', async () => {
    const status = { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } };
    target.seed({
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
      status,
    });
    await over(['LoadBalancer']);
    expect(tried).toEqual(['NodePort', 'LoadBalancer']);
  });

  test('are all told when none answers; what may pass is tried again', async () => {
    withRoutes();
    const attempt = (type: EndpointType): Promise<NoWay> => {
      if (type === 'Route') return Promise.reject(failure('DRAY-3057', { detail: 'no router' }));
      const silent = failure('DRAY-3054', { detail: 'it is silent' });
      return Promise.resolve({ failure: silent, elsewhere: true });
    };
    await expect(asActivity(() => overEndpoints(ends(), spec, attempt))).rejects.toMatchObject({
      code: 'DRAY-3054',
      kind: 'transient',
      detail: 'Route: no router; NodePort: it is silent',
    });
  });

  test('are left at a failure that no other endpoint would mend', async () => {
    withRoutes();
    await expect(over([], { code: 'DRAY-3052', elsewhere: false })).rejects.toMatchObject({
      code: 'DRAY-3052',
      detail: 'Route is silent',
    });
    expect(tried).toEqual(['Route']);
  });

  test('that are forced are alone, and have to exist', async () => {
    forced = 'NodePort';
    withRoutes();
    await expect(over([])).rejects.toMatchObject({ code: 'DRAY-3054' });
    expect(tried).toEqual(['NodePort']);

    forced = 'Route';
    target.kinds.delete('route.openshift.io/v1');
    await expect(over([])).rejects.toMatchObject({ code: 'DRAY-3058', object: 'target' });
  });
});

describe('the host of a Route whose name would be too long', () => {
  const long = { ...spec, target: { ...spec.target, namespace: 'n'.repeat(60) } };
  const made = async (change: () => void = () => undefined) => {
    forced = 'Route';
    withRoutes();
    change();
    const { objects } = await asActivity(() => endpointFor(ends(), long));
    return objects[1]?.['spec'];
  };

  test('is made in the domain that the cluster names', async () => {
    expect(await made()).toMatchObject({
      host: expect.stringMatching(/^dray-[0-9a-f]{12}\.apps\.example\.com$/) as unknown,
    });
  });

  test('is refused where none is named', async () => {
    await expect(made(() => target.seed(ingress({})))).rejects.toMatchObject({
      code: 'DRAY-3057',
      detail: expect.stringContaining('longer than 63 characters') as unknown,
    });
  });
});
