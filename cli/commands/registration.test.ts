import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dray } from '../testing/cli.ts';
import type { ClusterView, RepositoryView } from '../server/views.ts';

/** `cluster add` and `storage add`: what a person gives becomes what the server is asked. */

const cluster: ClusterView = {
  name: 'old',
  url: 'https://api.old:6443',
  host: false,
  ready: true,
  version: 'v1.34.4',
  conditions: [],
  ageSeconds: 300,
};
const repository: RepositoryView = {
  name: 's3',
  provider: 'aws',
  bucket: 'velero',
  ready: true,
  conditions: [],
};
const CLUSTERS = { 'POST /clusters': cluster, 'GET /clusters': { items: [cluster] } };
const STORES = { 'POST /repositories': repository, 'GET /repositories': { items: [repository] } };
const ADD_STORAGE = ['storage', 'add', 's3', '--bucket', 'velero', '--access-key', 'key'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dray-'));
  writeFileSync(join(folder, 'token'), 'abc\n');
  writeFileSync(join(folder, 'ca.crt'), 'PEM\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the host cluster needs no address', async () => {
  const { code, asked } = await dray(['cluster', 'add', 'new', '--host'], { routes: CLUSTERS });
  expect(code).toBe(0);
  expect(asked[0]?.body).toEqual({ name: 'new', host: true });
});

test('a remote cluster is given by address, token and CA', async () => {
  const files = ['--token-file', join(folder, 'token'), '--ca-file', join(folder, 'ca.crt')];
  const line = ['cluster', 'add', 'old', '--url', 'https://api.old:6443', ...files];
  const { code, out, asked } = await dray(line, { routes: CLUSTERS });
  expect(code).toBe(0);
  expect(asked[0]?.body).toEqual({
    name: 'old',
    url: 'https://api.old:6443',
    token: 'abc',
    caBundle: 'PEM\n',
  });
  expect(out).toMatch(/old +yes +no +v1\.34\.4 +5m/);
});

test('its token is not the token for the server', async () => {
  const own = ['cluster', 'add', 'old', '--url', 'https://api.old:6443', '--token', 'theirs'];
  const after = await dray(own, { routes: CLUSTERS });
  expect(after.asked[0]?.body).toMatchObject({ token: 'theirs' });
  expect(after.asked[0]?.headers.authorization).toBe('Bearer secret');
  const before = await dray(['--token', 'ours', ...own], { routes: CLUSTERS });
  expect(before.asked[0]?.headers.authorization).toBe('Bearer ours');
});

test.each([
  [[], 'how is the cluster reached?'],
  [['--host', '--url', 'https://x'], 'in one way only'],
  [['--url', 'https://x'], 'needs the token'],
  [['--url', 'https://x', '--token-file', '/nonexistent/t'], 'cannot be read'],
  [['--from-kubeconfig', '/nonexistent/k'], 'does not exist'],
])('cluster add %j is refused before anything is asked: 2', async (flags, words) => {
  const { code, err, asked } = await dray(['cluster', 'add', 'old', ...flags]);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(asked).toEqual([]);
});

test('the secret key comes from a file or the environment', async () => {
  const file = await dray([...ADD_STORAGE, '--secret-key-file', join(folder, 'token')], {
    routes: STORES,
  });
  expect(file.asked[0]?.body).toEqual({
    name: 's3',
    provider: 'aws',
    bucket: 'velero',
    accessKey: 'key',
    secretKey: 'abc',
  });
  const env = await dray([...ADD_STORAGE, '--url', 'http://s3:9000', '--region', 'eu-1'], {
    routes: STORES,
    env: { AWS_SECRET_ACCESS_KEY: 'xyz' },
  });
  expect(env.asked[0]?.body).toMatchObject({
    secretKey: 'xyz',
    url: 'http://s3:9000',
    region: 'eu-1',
  });
});

test('without a secret key nothing is asked: 2', async () => {
  const { code, err, asked } = await dray(ADD_STORAGE);
  expect(code).toBe(2);
  expect(err).toContain('Give --secret-key-file, or set AWS_SECRET_ACCESS_KEY.');
  expect(asked).toEqual([]);
});

test('lists', async () => {
  expect((await dray(['cluster', 'list'], { routes: CLUSTERS })).out).toMatch(/^NAME +READY +HOST/);
  expect((await dray(['storage', 'list'], { routes: STORES })).out).toMatch(/s3 +yes +aws +velero/);
  const wide = await dray(['cluster', 'list', '-o', 'wide'], { routes: CLUSTERS });
  expect(wide.out).toContain('https://api.old:6443');
});
