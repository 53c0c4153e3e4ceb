import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { certificate } from '../../test/fakes/certificate.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const namespace = 'openshift-migration';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
});

afterEach(() => api.server.close());

function stored(kind: string, name: string): KubeObject | undefined {
  return api.host.objects(kind).find(({ metadata }) => metadata.name === name);
}

describe('POST /clusters', () => {
  const body = {
    name: 'new',
    url: 'https://new.example:6443',
    token: 's3cret',
    caBundle: certificate,
  };

  test('makes a MigCluster as MTC reads it, and keeps the token in a Secret that goes with it', async () => {
    const answer = await api.call('POST', '/clusters', { body });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe('/api/v1/clusters/new');
    expect(answer.body).toMatchObject({ name: 'new', url: body.url, host: false, ready: false });
    expect(answer.text).not.toContain('s3cret');

    const cluster = stored('MigCluster', 'new');
    expect(cluster).toMatchObject({
      apiVersion: 'migration.openshift.io/v1alpha1',
      metadata: { namespace },
      spec: {
        isHostCluster: false,
        url: body.url,
        insecure: false,
        caBundle: base64(certificate),
        serviceAccountSecretRef: { name: 'new-cluster-token', namespace },
      },
    });
    expect(stored('Secret', 'new-cluster-token')).toMatchObject({
      type: 'Opaque',
      data: { saToken: base64('s3cret') },
      metadata: {
        namespace,
        ownerReferences: [{ kind: 'MigCluster', uid: cluster?.metadata.uid }],
      },
    });
  });

  test('the host cluster needs no Secret, and has the address of the host', async () => {
    const answer = await api.call('POST', '/clusters', { body: { name: 'itself', host: true } });
    expect(answer).toMatchObject({ status: 201, body: { host: true, url: api.host.url } });
    expect(stored('MigCluster', 'itself')?.['spec']).toEqual({ isHostCluster: true });
    expect(api.host.objects('Secret')).toEqual([]);
  });

  test('a name that is taken changes nothing and leaves nothing', async () => {
    const before = stored('MigCluster', 'source');
    const answer = await api.call('POST', '/clusters', { body: { ...body, name: 'source' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-1011' } });
    expect(stored('MigCluster', 'source')).toEqual(before);
    expect(api.host.objects('Secret')).toEqual([]);
  });

  test('a Secret of somebody else is not overwritten', async () => {
    const metadata = { name: 'new-cluster-token', namespace };
    api.host.seed({ apiVersion: 'v1', kind: 'Secret', metadata, data: { saToken: 'dGhlaXJz' } });
    const answer = await api.call('POST', '/clusters', { body });
    expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-1011' } });
    expect(answer.body).toMatchObject({ object: `host: Secret ${namespace}/new-cluster-token` });
    expect(stored('Secret', 'new-cluster-token')).toMatchObject({ data: { saToken: 'dGhlaXJz' } });
    expect(stored('MigCluster', 'new')).toBeUndefined();
  });

  test('when the cluster cannot be made, the token does not stay behind', async () => {
    api.host.before = (method, key) => {
      if (method !== 'create' || key?.kind !== 'MigCluster') return;
      throw failure('DRAY-1006', { detail: 'etcd is busy' });
    };
    const answer = await api.call('POST', '/clusters', { body });
    expect(answer).toMatchObject({ status: 503, body: { code: 'DRAY-1006', retryable: true } });
    expect(api.host.objects('Secret')).toEqual([]);
  });
});
