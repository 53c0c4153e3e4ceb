import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { startServer, stream, type Route } from './testing/server.ts';
import { run } from './testing/views.ts';

/** The program as a process of its own: what only shows from outside. */

const DRAY = fileURLToPath(new URL('../bin/dray', import.meta.url));

interface Ending {
  code: number | null;
  out: string;
  err: string;
}

async function launch(
  args: string[],
  env: Record<string, string> = {},
  during?: (child: ChildProcess) => void,
): Promise<Ending> {
  const child = spawn(DRAY, args, { env: { ...process.env, ...env, NODE_OPTIONS: '' } });
  during?.(child);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, out, err };
}

async function withServer(
  routes: Record<string, Route>,
  act: (url: string) => Promise<void>,
): Promise<void> {
  const server = await startServer(routes);
  try {
    await act(server.url);
  } finally {
    await server.close();
  }
}

test('the launcher finds the program from anywhere', async () => {
  const { code, out, err } = await launch(['version']);
  expect([code, out, err]).toEqual([0, expect.stringMatching(/^dray \d+\.\d+\.\d+\n$/), '']);
});

test('to print the version, nothing heavy is loaded', async () => {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const options = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const node = spawn(process.execPath, [...options, main, 'version'], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const loaded = (await text(node.stderr)).split('\n').filter((url) => url.startsWith('file:'));
  expect(loaded.some((url) => url.endsWith('cli/commands/version.ts'))).toBe(true);
  const heavy =
    /\/(clients|workers|api\/(?!version)|infra)\/|node_modules\/(?!commander|picocolors)/;
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
});

test('Ctrl-C while watching: 130, with the way back on stderr', async () => {
  const routes = {
    'GET /runs/shop-1': run(),
    'GET /runs/shop-1/events': stream([{ data: run() }], { open: true }),
  };
  await withServer(routes, async (url) => {
    const { code, out, err } = await launch(
      ['status', 'shop-1', '--watch'],
      { DRAY_SERVER: url },
      (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
    );
    expect(code).toBe(130);
    expect(out).toContain('cutover shop-1 is running');
    expect(err).toContain('dray status shop-1 --watch');
  });
});

test('a refused connection: 10', async () => {
  const { code, out, err } = await launch(['runs'], { DRAY_SERVER: 'http://127.0.0.1:1' });
  expect([code, out]).toEqual([10, '']);
  expect(err).toContain('DRAY-6003');
});

test('it ends as soon as its work is done, though the server keeps the connection', async () => {
  await withServer({ 'GET /runs': { items: [run()] } }, async (url) => {
    const { code, out } = await launch(['runs', '-o', 'name'], { DRAY_SERVER: url });
    expect([code, out]).toEqual([0, 'run/shop-1\n']);
  });
});
