import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addGlobalOptions } from './global-options.ts';
import { readSettings, type Settings } from './settings.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'dray-'));
  mkdirSync(join(home, '.config/drayage'), { recursive: true });
  writeFileSync(join(home, '.config/drayage/token'), 'from-home\n');
  writeFileSync(join(home, 'token'), 'from-file\n');
});
afterAll(() => rmSync(home, { recursive: true }));

function read(args: string[], env: Record<string, string> = {}): Settings {
  let settings: Settings | undefined;
  const program = new Command().enablePositionalOptions();
  const child = program.command('do').action(() => void (settings = readSettings(child, env)));
  addGlobalOptions(program);
  program.parse(args, { from: 'user' });
  if (settings === undefined) throw new Error('the command did not run');
  return settings;
}

test('what holds when nobody says anything', () => {
  expect(read(['do'], { HOME: '/nonexistent' })).toEqual({
    server: 'http://127.0.0.1:8080',
    output: 'table',
    requestTimeoutMs: 30_000,
    verbose: false,
  });
});

test('the line goes before the environment, and that before the file of the user', () => {
  const env = { HOME: home, DRAY_TOKEN: 'from-env', DRAY_SERVER: 'http://env' };
  expect(read(['do', '--token', 'x', '--server', 'http://line/'], env)).toMatchObject({
    token: 'x',
    server: 'http://line',
  });
  expect(read(['do', '--token-file', join(home, 'token')], env).token).toBe('from-file');
  expect(read(['do'], env)).toMatchObject({ token: 'from-env', server: 'http://env' });
  expect(read(['do'], { HOME: home }).token).toBe('from-home');
  expect(read(['do'], { HOME: '/nonexistent', XDG_CONFIG_HOME: join(home, '.config') }).token).toBe(
    'from-home',
  );
});

test('what stands nearest to the command holds', () => {
  expect(read(['-n', 'a', 'do', '-n', 'b'], {}).namespace).toBe('b');
});
