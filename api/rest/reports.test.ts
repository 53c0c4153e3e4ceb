import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import { buildPages, type ReportOwner } from '../../domain/report/pages.ts';
import type { Report } from '../../domain/report/report.ts';
import { condition, migMigration, migPlan } from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const NOW = '2026-11-23T06:00:00.000Z';

let api: RestApi;

beforeEach(() => {
  api = createRestApi({ now: () => new Date(NOW) });
  api.host.seed(migPlan('shop'), migPlan('cart'), migMigration('night'));
});

afterEach(() => api.server.close());

const REPORT: Report = {
  at: NOW,
  objects: [
    {
      ...{ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
      target: { namespace: 'store', name: 'web' },
      ...{ outcome: 'refused', notable: true, fields: [] },
      reasons: [
        { severity: 'refusal', rule: 'found-on-target', text: 'taken', advice: 'Move it.' },
      ],
    },
    {
      ...{ apiVersion: 'v1', kind: 'Endpoints', namespace: 'shop', name: 'web' },
      ...{ outcome: 'leftBehind', notable: false, fields: [] },
      reasons: [{ severity: 'left', rule: 'endpoints', text: 'controllers make it' }],
    },
  ],
  findings: [{ severity: 'warning', text: 'no node is free' }],
};

function keep(kind: ReportOwner['kind'], name: string, report: Report): void {
  const owner = api.host.objects(kind).find(({ metadata }) => metadata.name === name);
  const { uid = '' } = owner?.metadata ?? {};
  api.host.seed(...buildPages({ kind, namespace: NAMESPACE, name, uid }, report));
}

const VIEW = {
  at: NOW,
  blocked: true,
  counts: { refused: 1, leftBehind: 1, changed: 0, asItIs: 0 },
  groups: [{ outcome: 'leftBehind', kind: 'Endpoints', count: 1, why: 'controllers make it' }],
  findings: REPORT.findings,
  objects: REPORT.objects,
};

describe('a report', () => {
  test('of a plan is what its last dry run found', async () => {
    keep('MigPlan', 'cart', { ...REPORT, at: 'of another plan' });
    keep('MigPlan', 'shop', { ...REPORT, request: 'first' });
    expect(await api.call('GET', '/plans/shop/report')).toMatchObject({
      status: 200,
      body: { name: 'shop', request: 'first', ...VIEW },
    });
  });

  test('of a run is what it decided', async () => {
    keep('MigMigration', 'night', REPORT);
    const { status, body } = await api.call('GET', '/runs/night/report');
    expect({ status, body }).toEqual({ status: 200, body: { name: 'night', ...VIEW } });
  });

  test.each(['/plans/shop/report', '/runs/night/report'])(
    'that is not there yet is not found, and it is said how to come by it: %s',
    async (path) => {
      expect(await api.call('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'DRAY-1007', hint: expect.stringMatching(/dry-run|placed/) },
      });
    },
  );

  test.each(['/plans/none/report', '/runs/none/report'])('of nothing: %s', async (path) => {
    expect(await api.call('GET', path)).toMatchObject({ status: 404, body: { code: 'DRAY-1007' } });
  });
});

describe('a dry run', () => {
  test('is asked for on the plan itself', async () => {
    const answer = await api.call('POST', '/plans/shop/dry-run');
    expect(answer).toMatchObject({ status: 202, body: { plan: 'shop', request: NOW } });
    expect(answer.headers['location']).toBe('/api/v1/plans/shop/report');
    const plan = api.host.objects('MigPlan').find(({ metadata }) => metadata.name === 'shop');
    expect(plan?.metadata.annotations).toEqual({ 'drayage.dev/dry-run-requested': NOW });
    expect(plan?.['spec']).toMatchObject({ namespaces: ['shop'] });
  });

  test('of a plan that is not ready is refused with its conditions', async () => {
    const missing = condition({ type: 'SourceClusterNotReady', category: 'Critical' });
    api.host.seed(migPlan('bank', { conditions: [missing] }));
    expect(await api.call('POST', '/plans/bank/dry-run')).toMatchObject({
      status: 409,
      body: { code: 'DRAY-2004', conditions: [{ type: 'SourceClusterNotReady' }] },
    });
  });

  test('of nothing', async () => {
    expect(await api.call('POST', '/plans/none/dry-run')).toMatchObject({ status: 404 });
  });
});
