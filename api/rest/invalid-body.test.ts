import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

let api: RestApi;
let stored: number;

beforeAll(() => {
  api = createRestApi();
  api.host.seed(migPlan('shop'));
  stored = count();
});

afterAll(() => api.server.close());

function count(): number {
  return ['MigCluster', 'MigStorage', 'MigPlan', 'MigMigration', 'Secret'].flatMap((kind) =>
    api.host.objects(kind),
  ).length;
}

const CLUSTER = { name: 'new', url: 'https://new.example:6443', token: 'abc' };
const REPOSITORY = {
  name: 'new',
  provider: 'aws',
  bucket: 'b-1',
  accessKey: 'AK',
  secretKey: 'SK',
};
const PLAN = {
  name: 'new',
  source: 'source',
  target: 'host',
  repository: 'repository',
  namespaces: ['shop'],
};
const LONG = 'x'.repeat(254);
const BROKEN_PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

/** A change that spoils a good body, and the pointers of the fields that are refused for it. */
type Spoiled = [title: string, change: object, pointers: string[]];

const CLUSTERS: Spoiled[] = [
  ['no name', { name: undefined }, ['/name']],
  ['an upper-case name', { name: 'New' }, ['/name']],
  ['a name with an end that is no letter', { name: 'new-' }, ['/name']],
  ['a name with an empty part', { name: 'a..b' }, ['/name']],
  ['a long name', { name: LONG }, ['/name']],
  ['a name that is no text', { name: 7 }, ['/name']],
  ['no url', { url: undefined }, ['/url']],
  ['no token', { token: undefined }, ['/token']],
  ['neither url nor token', { url: undefined, token: undefined }, ['/url', '/token']],
  ['a url without a scheme', { url: 'new.example:6443' }, ['/url']],
  ['a url that is not encrypted', { url: 'http://new.example' }, ['/url']],
  ['a url with a password', { url: 'https://a:b@new.example' }, ['/url']],
  ['a token with a line break', { token: 'abc\n' }, ['/token']],
  ['an empty token', { token: '' }, ['/token']],
  ['a bundle that is no PEM', { caBundle: 'LS0tLS1CRUdJTi' }, ['/caBundle']],
  ['a bundle that holds no certificate', { caBundle: BROKEN_PEM }, ['/caBundle']],
  ['insecure as text', { insecure: 'true' }, ['/insecure']],
  ['a host cluster with a token', { host: true, url: undefined }, ['/token']],
  ['a host cluster with a url', { host: true, token: undefined }, ['/url']],
  ['a field with a typing error', { tokn: 'abc' }, ['/tokn']],
  ['two wrong fields', { name: 'X', insecure: 1 }, ['/name', '/insecure']],
  ['a name that needs escaping', { 'a/b~c': 1 }, ['/a~1b~0c']],
];

const REPOSITORIES: Spoiled[] = [
  ['no name', { name: undefined }, ['/name']],
  ['another provider', { provider: 'gcp' }, ['/provider']],
  ['no bucket', { bucket: undefined }, ['/bucket']],
  ['a short bucket', { bucket: 'ab' }, ['/bucket']],
  ['a bucket in upper case', { bucket: 'Velero' }, ['/bucket']],
  ['a region with a space', { region: 'us east' }, ['/region']],
  ['a url that is no URL', { url: 'minio' }, ['/url']],
  ['a url of another protocol', { url: 's3://minio' }, ['/url']],
  ['a url with credentials', { url: 'https://AK:SK@minio.example' }, ['/url']],
  ['no keys', { accessKey: undefined, secretKey: undefined }, ['/accessKey', '/secretKey']],
  ['a key with a line break', { secretKey: 'SK\n' }, ['/secretKey']],
  ['a bundle that is no PEM', { caBundle: 'x' }, ['/caBundle']],
];

const PLANS: Spoiled[] = [
  ['no namespaces', { namespaces: undefined }, ['/namespaces']],
  ['an empty list of namespaces', { namespaces: [] }, ['/namespaces']],
  ['namespaces as text', { namespaces: 'shop' }, ['/namespaces']],
  ['a namespace in upper case', { namespaces: ['shop', 'Cart'] }, ['/namespaces/1']],
  ['a long namespace', { namespaces: ['a'.repeat(64)] }, ['/namespaces/0']],
  ['a mapping with two colons', { namespaces: ['a:b:c'] }, ['/namespaces/0']],
  ['a mapping to nothing', { namespaces: ['a:'] }, ['/namespaces/0']],
  ['a source twice', { namespaces: ['a:b', 'a:c'] }, ['/namespaces/1']],
  ['a target twice', { namespaces: ['a:c', 'b:c'] }, ['/namespaces/1']],
  ['a target that is a source', { namespaces: ['a', 'b:a'] }, ['/namespaces/1']],
  ['no clusters', { source: undefined, target: undefined }, ['/source', '/target']],
  ['a source that is no name', { source: 'a b' }, ['/source']],
];

const RUNS: Spoiled[] = [
  ['no type', { type: undefined }, ['/type']],
  ['a type of a later version', { type: 'move' }, ['/type']],
  ['a look at workloads that a stage starts nowhere', { type: 'stage', verify: true }, ['/verify']],
  ['a rollback that accepts no loss', { type: 'rollback' }, ['/acceptDataLoss']],
  ['a rollback that refuses it', { type: 'rollback', acceptDataLoss: false }, ['/acceptDataLoss']],
  ['a loss that no cutover has', { acceptDataLoss: true }, ['/acceptDataLoss']],
  [
    'a rollback that is to do what a cutover does',
    { type: 'rollback', acceptDataLoss: true, quiesce: true, verify: true },
    ['/verify', '/quiesce'],
  ],
  ['a name with an underscore', { name: 'a_b' }, ['/name']],
  ['a long name', { name: LONG }, ['/name']],
  ['quiesce as text', { quiesce: 'yes' }, ['/quiesce']],
  ['an unknown field', { stage: true }, ['/stage']],
];

const TABLE = [
  ...CLUSTERS.map((row) => ['/clusters', CLUSTER, row] as const),
  ...REPOSITORIES.map((row) => ['/repositories', REPOSITORY, row] as const),
  ...PLANS.map((row) => ['/plans', PLAN, row] as const),
  ...RUNS.map((row) => ['/plans/shop/runs', { type: 'cutover' }, row] as const),
].map(([path, good, [title, change, pointers]]) => ({
  path,
  title,
  body: { ...good, ...change },
  pointers,
}));

describe('a body that is wrong', () => {
  test.each(TABLE)('POST $path with $title', async ({ path, body, pointers }) => {
    const answer = await api.call('POST', path, { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'DRAY-2001', status: 400 } });
    const { errors } = answer.body as { errors: Record<string, string>[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
    for (const error of errors) {
      expect(error['in']).toBe('body');
      expect(error['found']).not.toBe('');
      expect(error['message']).not.toMatch(/^Invalid input/);
    }
    expect(count()).toBe(stored);
  });

  test('it says what was found and what to do', async () => {
    const { body } = await api.call('POST', '/clusters', { body: { ...CLUSTER, name: 'New' } });
    expect(body).toMatchObject({
      title: 'a field is invalid',
      detail: 'body/name: found the text "New"',
      hint: expect.stringContaining('/name: give lower-case letters') as unknown,
      errors: [{ found: 'the text "New"', in: 'body', pointer: '/name' }],
    });
  });

  test.each([
    ['/clusters', { ...CLUSTER, token: 'my secret' }],
    ['/repositories', { ...REPOSITORY, secretKey: 'my secret' }],
    ['/repositories', { ...REPOSITORY, accessKey: 'my secret' }],
    ['/clusters', { ...CLUSTER, tokens: 'my secret' }],
    ['/clusters', { ...CLUSTER, url: 'https://admin:my%20secret@new.example' }],
  ])('POST %s never repeats a secret', async (path, body) => {
    const answer = await api.call('POST', path, { body });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/my.{1,3}secret/);
  });
});
