import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const namespace = 'openshift-migration';

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
});

afterEach(() => api.server.close());

function stored(kind: string, name: string): KubeObject | undefined {
  return api.host.objects(kind).find(({ metadata }) => metadata.name === name);
}

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
      objectTransport: 'Velero',
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

  test('makes one that needs no repository, when the objects go directly', async () => {
    const direct = { ...body, repository: undefined, objectTransport: 'Direct' };

    const answer = await api.call('POST', '/plans', { body: direct });

    expect(answer).toMatchObject({
      status: 201,
      body: { repository: '', objectTransport: 'Direct' },
    });
    const spec = stored('MigPlan', 'shop')?.['spec'];
    expect(spec).toMatchObject({ objectTransport: 'Direct' });
    expect(spec).not.toHaveProperty('migStorageRef');
  });

  test.each([undefined, 'Velero'])(
    'refuses one without a repository, with transport %s',
    async (objectTransport) => {
      const without = { ...body, repository: undefined, objectTransport };

      expect(await api.call('POST', '/plans', { body: without })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/repository', message: expect.stringContaining('Direct') }] },
      });
    },
  );

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
