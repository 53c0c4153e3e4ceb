import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hostConfig } from './kube-config.ts';

const { HOME, KUBECONFIG } = process.env;
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'home-'));
  process.env['HOME'] = home;
  delete process.env['KUBECONFIG'];
});

afterEach(() => {
  rmSync(home, { recursive: true });
  process.env['HOME'] = HOME;
  if (KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = KUBECONFIG;
});

/** A kubeconfig of two contexts, `here` being the current one; returns where it lies. */
function kubeconfig(file: string, { current = 'here' } = {}): string {
  const where = path.join(home, file);
  const names = ['here', 'there'];
  mkdirSync(path.dirname(where), { recursive: true });
  writeFileSync(
    where,
    JSON.stringify({
      'current-context': current,
      clusters: names.map((name) => ({
        name,
        cluster: { server: `https://${name}.of-${path.basename(file)}` },
      })),
      users: [{ name: 'me', user: { token: 't' } }],
      contexts: names.map((name) => ({ name, context: { cluster: name, user: 'me' } })),
    }),
  );
  return where;
}

function serverOf(...asked: Parameters<typeof hostConfig>): string | undefined {
  return hostConfig(...asked).getCurrentCluster()?.server;
}

test('a path goes before KUBECONFIG, and that before the file of the user', () => {
  const named = kubeconfig('named');
  kubeconfig('.kube/config');
  expect(serverOf()).toBe('https://here.of-config');
  process.env['KUBECONFIG'] = `:${kubeconfig('first')}:${kubeconfig('second')}`;
  expect(serverOf()).toBe('https://here.of-first');
  expect(serverOf(named)).toBe('https://here.of-named');
});

test('a context is looked for wherever the kubeconfig comes from', () => {
  kubeconfig('.kube/config');
  expect(serverOf(undefined, 'there')).toBe('https://there.of-config');
  expect(() => serverOf(undefined, 'nowhere')).toThrow(/config has no context nowhere/);
});

test('nothing found is said, not made up', () => {
  expect(() => serverOf()).toThrow(/no kubeconfig was found: .*\.kube\/config/);
  expect(() => serverOf(path.join(home, 'absent'))).toThrow(/absent does not exist/);
  expect(() => serverOf(kubeconfig('odd', { current: '' }))).toThrow(/odd has no current context/);
});
