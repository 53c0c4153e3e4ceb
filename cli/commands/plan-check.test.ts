import { dray } from '../testing/cli.ts';
import { problem } from '../testing/server.ts';
import { condition, plan, report, reported } from '../testing/views.ts';

const CHECK = ['plan', 'check', 'shop'];
const REQUEST = '2026-01-10T10:00:00.000Z';
const ASKED = {
  'GET /plans/shop': plan(),
  'POST /plans/shop/dry-run': { plan: 'shop', request: REQUEST },
};

function routes(view: object = {}) {
  return { ...ASKED, 'GET /plans/shop/report': report({ request: REQUEST, ...view }) };
}

test('what to read comes first, one by one; the rest is counted', async () => {
  const { code, out } = await dray(CHECK, { routes: routes() });
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
    'shop at 2026-01-10T10:00:00Z: 5 objects, 0 refused, 2 left behind, 2 changed, 1 as it is',
    '',
    'Read these:',
    'OUTCOME | OBJECT | TARGET | WHY',
    'left behind | Job shop/migrate | - | it has done its work',
    'changed | Service shop/entry | store/entry | it was reached at x',
    '',
    'The rest:',
    'OUTCOME | KIND | COUNT | WHY',
    'left behind | ReplicaSet.apps | 1 | their owners make them anew',
    'changed | Service | 1 | spec.clusterIP',
    'as it is | ConfigMap | 1 | -',
    '',
  ]);
});

test('--all names every object', async () => {
  const { out } = await dray([...CHECK, '--all'], { routes: routes() });
  for (const name of ['settings', 'web', 'entry', 'web-1', 'migrate']) {
    expect(out.split('\n').filter((line) => line.includes(` shop/${name} `))).toHaveLength(1);
  }
  expect(out).not.toContain('COUNT');
});

test('-o json has every object, whatever is to be read', async () => {
  const { out } = await dray([...CHECK, '-o', 'json'], { routes: routes() });
  expect(JSON.parse(out)).toEqual({
    ...{ apiVersion: 'drayage/v1', kind: 'Report' },
    ...report({ request: REQUEST }),
  });
});

test('what would refuse a run: 4, with what to do', async () => {
  const refused = reported('v1', 'Secret', 'keys', {
    ...{ outcome: 'refused', notable: true },
    reasons: [
      { severity: 'refusal', rule: 'found-on-target', text: 'it is taken', advice: 'Rename it.' },
    ],
  });
  const findings = [
    { severity: 'refusal', text: 'an API is silent', advice: 'Repair it.' },
    { object: 'Pod store/a', severity: 'warning', text: 'no node is free' },
  ];
  const view = { blocked: true, objects: [refused], groups: [], findings };
  const { code, out } = await dray(CHECK, { routes: routes(view) });
  expect(code).toBe(4);
  expect(out).toMatch(/refused +Secret shop\/keys +store\/keys +it is taken \(Rename it\.\)/);
  expect(out).toContain('! an API is silent\n  → Repair it.\n! Pod store/a: no node is free\n');
});

test('a report from before is not taken for the answer', async () => {
  const before = report({ request: '2026-01-09T10:00:00.000Z', at: 'before' });
  const answers: object[] = [problem(404, 'DRAY-1007', 'there is no report yet'), before];
  const { code, out, asked } = await dray(CHECK, {
    routes: {
      ...ASKED,
      'GET /plans/shop/report': () => (answers.shift() ?? report({ request: REQUEST })) as never,
    },
    hurry: true,
  });
  expect(code).toBe(0);
  expect(out).toContain('shop at 2026-01-10');
  expect(asked.filter(({ path }) => path.endsWith('/report'))).toHaveLength(3);
});

test('who asked anew meanwhile gets the answer for both', async () => {
  const view = { request: '2026-01-10T10:00:01.000Z' };
  expect(await dray(CHECK, { routes: routes(view) })).toMatchObject({ code: 0 });
});

test('one that takes too long: 5', async () => {
  const { code, err } = await dray([...CHECK, '--timeout', '3s'], { routes: ASKED, hurry: true });
  expect(code).toBe(5);
  expect(err).toContain('the dry run of shop is not done after 3s');
});

test('--no-wait only asks', async () => {
  const { code, out, asked } = await dray([...CHECK, '--no-wait'], { routes: ASKED });
  expect([code, out]).toEqual([0, '']);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /plans/shop/dry-run',
  ]);
});

test('a plan that stays blocked is not asked about: 4', async () => {
  const blocked = plan({ ready: false, conditions: [condition({ type: 'NsLimit' })] });
  const { code, err } = await dray(CHECK, { routes: { 'GET /plans/shop': blocked }, hurry: true });
  expect(code).toBe(4);
  expect(err).toContain('NsLimit');
});

test('a right that is missing while it waits ends the wait: 7', async () => {
  const denied = problem(403, 'DRAY-6002', 'alice may not get migplans');
  const { code } = await dray(CHECK, {
    routes: { ...ASKED, 'GET /plans/shop/report': denied },
  });
  expect(code).toBe(7);
});
