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

describe('POST /repositories', () => {
  const body = {
    name: 'new',
    provider: 'aws',
    bucket: 'velero',
    region: 'us-east-1',
    url: 'http://10.250.0.1:9000',
    accessKey: 'AKIA',
    secretKey: 's3cret',
  };

  test('makes a MigStorage as MTC reads it, and keeps the keys in a Secret', async () => {
    const answer = await api.call('POST', '/repositories', { body });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe('/api/v1/repositories/new');
    const { bucket, region, url } = body;
    expect(answer.body).toMatchObject({ name: 'new', provider: 'aws', bucket, region, url });
    expect(answer.text).not.toMatch(/AKIA|s3cret/);
    expect(stored('MigStorage', 'new')?.['spec']).toEqual({
      backupStorageProvider: 'aws',
      backupStorageConfig: {
        awsBucketName: bucket,
        awsRegion: region,
        awsS3Url: url,
        awsS3ForcePathStyle: true,
        credsSecretRef: { name: 'new-repository-keys', namespace },
      },
    });
    expect(stored('Secret', 'new-repository-keys')?.['data']).toEqual({
      'aws-access-key-id': base64('AKIA'),
      'aws-secret-access-key': base64('s3cret'),
    });
  });

  test('without a url it is AWS itself', async () => {
    await api.call('POST', '/repositories', {
      body: { ...body, url: undefined, caBundle: certificate, insecure: false },
    });
    const { backupStorageConfig } = stored('MigStorage', 'new')?.['spec'] as {
      backupStorageConfig: Record<string, unknown>;
    };
    expect(backupStorageConfig).not.toHaveProperty('awsS3Url');
    expect(backupStorageConfig).not.toHaveProperty('awsS3ForcePathStyle');
    expect(backupStorageConfig).toMatchObject({
      insecure: false,
      s3CustomCABundle: base64(certificate),
    });
  });
});

describe('POST /plans', () => {
  const body = {
    name: 'shop',
    source: 'source',
    target: 'host',
    repository: 'repository',
    namespaces: ['shop', 'cart:basket'],
  };

  test('makes a MigPlan with references as MTC reads them', async () => {
    const answer = await api.call('POST', '/plans', { body });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe('/api/v1/plans/shop');
    expect(answer.body).toEqual({
      ...body,
      ready: false,
      closed: false,
      volumes: [],
      conditions: [],
    });
    expect(stored('MigPlan', 'shop')?.['spec']).toEqual({
      srcMigClusterRef: { name: 'source', namespace },
      destMigClusterRef: { name: 'host', namespace },
      migStorageRef: { name: 'repository', namespace },
      namespaces: ['shop', 'cart:basket'],
    });
  });

  test('refuses references to nothing, each by its field', async () => {
    const wrong = { ...body, source: 'sauce', repository: 'bucket' };
    const answer = await api.call('POST', '/plans', { body: wrong });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'DRAY-2003',
        errors: [
          { in: 'body', pointer: '/source', found: 'the text "sauce"' },
          { in: 'body', pointer: '/repository', found: 'the text "bucket"' },
        ],
      },
    });
    expect(stored('MigPlan', 'shop')).toBeUndefined();
  });

  test('a plan can be read at once', async () => {
    await api.call('POST', '/plans', { body });
    expect(await api.call('GET', '/plans/shop')).toMatchObject({ status: 200, body });
  });
});

describe('a dry run', () => {
  const requests = [
    ['/clusters', { name: 'new', url: 'https://new.example', token: 's3cret' }],
    [
      '/repositories',
      { name: 'new', provider: 'aws', bucket: 'abc', accessKey: 'a', secretKey: 'b' },
    ],
    [
      '/plans',
      {
        name: 'new',
        source: 'source',
        target: 'host',
        repository: 'repository',
        namespaces: ['a'],
      },
    ],
  ] as const;

  test.each(requests)('POST %s shows what would be and writes nothing', async (path, body) => {
    const writes: string[] = [];
    api.host.before = (method) => {
      if (['create', 'apply', 'replace', 'patch', 'delete'].includes(method)) writes.push(method);
    };
    const answer = await api.call('POST', path, { body: { ...body, dryRun: true } });
    expect(answer).toMatchObject({ status: 200, body: { name: 'new', ready: false } });
    expect(answer.headers['location']).toBeUndefined();
    expect(writes).toEqual([]);
  });

  test.each(requests)('POST %s refuses what the real one would', async (path, body) => {
    await api.call('POST', path, { body });
    const answer = await api.call('POST', path, { body: { ...body, dryRun: true } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'DRAY-1011' } });
  });
});
