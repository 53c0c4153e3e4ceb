import { spawnSync } from 'node:child_process';
import { dray } from '../testing/cli.ts';
import { plan, run } from '../testing/views.ts';

async function complete(...words: string[]): Promise<string[]> {
  const routes = {
    'GET /plans': { items: [plan(), plan({ name: 'bank' })] },
    'GET /runs': { items: [run()] },
    'GET /clusters': { items: [{ name: 'old' }, { name: 'new' }] },
  };
  const { out } = await dray(['__complete', '--', ...words], { routes });
  return out.split('\n').filter((line) => line !== '');
}

test.each([
  [['c'], ['cancel', 'cluster', 'completion', 'cutover']],
  [['st'], ['stage', 'state', 'status', 'storage']],
  [
    ['stage', ''],
    ['bank', 'shop'],
  ],
  [
    ['rollback', ''],
    ['bank', 'shop'],
  ],
  [
    ['plan', ''],
    ['check', 'create', 'list', 'show'],
  ],
  [
    ['cutover', ''],
    ['bank', 'shop'],
  ],
  [['plan', 'show', 's'], ['shop']],
  [['plan', 'check', 's'], ['shop']],
  [
    ['cancel', ''],
    ['@latest', 'shop-1'],
  ],
  [
    ['cutover', 'shop', '--wa'],
    ['--wait', '--watch'],
  ],
  [
    ['plan', 'create', 'x', '--source', ''],
    ['new', 'old'],
  ],
  [['runs', '-o', 'j'], ['json']],
  [
    ['sandbox', 'kubeconfig', ''],
    ['source', 'target'],
  ],
])('%j may go on as %j', async (words, expected) => {
  expect(await complete(...words)).toEqual(expected);
});

test('a server that does not answer knows no names, and that is no error', async () => {
  const { code, out, err } = await dray(['__complete', '--', 'cutover', '']);
  expect([code, out, err]).toEqual([0, '', '']);
});

test('the script for bash is one that bash takes', async () => {
  const { out } = await dray(['completion', 'bash']);
  const { status, stderr } = spawnSync('bash', ['-n'], { input: out, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test.each(['zsh', 'fish'])('there is a script for %s', async (shell) => {
  const { out } = await dray(['completion', shell]);
  expect(out).toContain('dray __complete --');
});

test('other shells: 2', async () => {
  expect((await dray(['completion', 'csh'])).code).toBe(2);
});
