import { COMMANDS } from './command-table.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import { dray } from './testing/cli.ts';
import { Answer, problem } from './testing/server.ts';

test('the help names every command and every exit code', async () => {
  const { code, out } = await dray(['--help']);
  expect(code).toBe(0);
  for (const { name, summary } of COMMANDS) {
    expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(out.replaceAll(/\s+/g, ' ')).toContain(summary);
  }
  for (const [exit, meaning] of EXIT_MEANINGS) expect(out).toContain(`${exit}`.padEnd(6) + meaning);
});

test.each(COMMANDS.map(({ name }) => name))('%s has a help of its own', async (name) => {
  const { code, out } = await dray([name, '--help']);
  expect(code).toBe(0);
  expect(out).toContain(`Usage: dray ${name}`);
  if (name !== 'version') expect(out).toContain('Examples:');
});

test('a typing error is answered with the nearest command: 2', async () => {
  const { code, err } = await dray(['cutovr', 'shop']);
  expect(code).toBe(2);
  expect(err).toContain("unknown command 'cutovr'");
  expect(err).toContain('Did you mean cutover?');
});

test.each([
  [['cutover'], "missing required argument 'plan'"],
  [['cutover', 'shop', '--wach'], 'Did you mean --watch?'],
  [['runs', '-o', 'xml'], 'Use one of table, wide, json, yaml, name.'],
  [['runs', '--request-timeout', 'x'], 'Write it like 90s, 30m or 1h30m.'],
  [['runs', '--server', 'localhost:8080'], 'not an http or https address'],
  [['runs', '--token-file', '/nonexistent/token'], 'cannot be read'],
])('%j is wrong: 2', async (args, words) => {
  const { code, out, err } = await dray(args);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(out).toBe('');
});

test.each([
  ['400', problem(400, 'DRAY-2001', 'body/name: wrong'), 2],
  ['401', problem(401, 'DRAY-6001', 'the host cluster does not know the token'), 7],
  ['403', problem(403, 'DRAY-6002', 'ada may not list migmigrations'), 7],
  ['404', problem(404, 'DRAY-1007', 'no such object'), 8],
  ['409', problem(409, 'DRAY-1011', 'it exists'), 9],
  ['500', problem(500, 'DRAY-9001', 'the server did not expect this'), 1],
  ['503 of the host cluster', problem(503, 'DRAY-1002', 'connection refused'), 1],
  ['503 of a proxy', new Answer(503, '<h1>no backend</h1>', 'text/html'), 10],
  ['a page that is not JSON', new Answer(200, '<html>', 'text/html'), 1],
])('an answer of %s', async (_, answer, expected) => {
  const { code, out, err } = await dray(['runs'], { routes: { 'GET /runs': answer } });
  expect(code).toBe(expected);
  expect(out).toBe('');
  expect(err).toMatch(/^dray: /);
});

test('an error says what it is, which field, and what to do', async () => {
  const errors = [{ in: 'body', pointer: '/name', message: 'give a name', found: 'nothing' }];
  const answer = problem(400, 'DRAY-2001', 'body/name: found nothing', { errors });
  const { err } = await dray(['runs'], { routes: { 'GET /runs': answer } });
  expect(err).toBe(
    'dray: DRAY-2001 what the code means: body/name: found nothing\n' +
      '  /name: give a name (found nothing)\n' +
      '  → do this\n',
  );
});

test('under -o json an error is an object on stderr', async () => {
  const answer = problem(401, 'DRAY-6001', 'unknown token');
  const { code, out, err } = await dray(['runs', '-o', 'json'], {
    routes: { 'GET /runs': answer },
  });
  expect(code).toBe(7);
  expect(out).toBe('');
  expect(JSON.parse(err)).toMatchObject({
    ...{ apiVersion: 'drayage/v1', kind: 'Error', exitCode: 7, status: 401 },
    ...{ code: 'DRAY-6001', detail: 'unknown token' },
    hint: expect.stringContaining('~/.config/drayage/token') as string,
  });
});

test('so is a wrong command line', async () => {
  const { code, err } = await dray(['cutovr', '-o', 'json']);
  expect(code).toBe(2);
  expect(JSON.parse(err)).toMatchObject({ kind: 'Error', exitCode: 2 });
});

test('a server that is not there: 10', async () => {
  const { code, err } = await dray(['runs', '--server', 'http://127.0.0.1:1']);
  expect(code).toBe(10);
  expect(err).toContain('DRAY-6003');
  expect(err).toContain('http://127.0.0.1:1: ');
  expect(err).toContain('dray serve');
});

test('a server that does not answer in time: 10', async () => {
  const { code, err } = await dray(['runs', '--request-timeout', '100ms'], {
    routes: { 'GET /runs': () => undefined },
  });
  expect(code).toBe(10);
  expect(err).toContain('no answer within 0.1 s');
});

test('-v says what is asked, and never the token', async () => {
  const { err } = await dray(['runs', '-v'], { routes: { 'GET /runs': { items: [] } } });
  expect(err).toMatch(/GET http:\S+\/api\/v1\/runs → 200 in \d+ ms/);
  expect(err).not.toContain('secret');
});

test('global flags go before or after the command', async () => {
  const routes = { 'GET /runs': { items: [] } };
  for (const args of [
    ['-n', 'a', 'runs'],
    ['runs', '-n', 'a'],
    ['runs', '--namespace=a'],
  ]) {
    const { code, asked } = await dray(args, { routes });
    expect(code).toBe(0);
    expect(asked[0]?.query.get('namespace')).toBe('a');
  }
});

test('an empty list is a note; its JSON is a list all the same', async () => {
  const routes = { 'GET /runs': { items: [] } };
  const table = await dray(['runs'], { routes });
  expect([table.out, table.err]).toEqual(['', 'There is no run yet.\n']);
  const json = await dray(['runs', '-o', 'json'], { routes });
  expect(JSON.parse(json.out)).toEqual({ apiVersion: 'drayage/v1', kind: 'RunList', items: [] });
});
