import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import {
  buildPages,
  BYTES_OF_A_PAGE,
  isOfAnother,
  readPages,
  type ReportOwner,
  reportSelector,
} from './pages.ts';
import { OUTCOMES, type Report, type ReportedObject } from './report.ts';

const OWNER: ReportOwner = {
  ...{ kind: 'MigPlan', namespace: 'openshift-migration', name: 'shop' },
  uid: '5c1b0e4e-0000-4000-8000-000000000000',
};

function reported(name: string, text = 'why'): ReportedObject {
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name },
    ...{ outcome: 'changed', notable: true, fields: ['data'] },
    reasons: [{ severity: 'warning', rule: 'a-rule', text }],
  };
}

function report(objects: ReportedObject[], at = '2026-01-10T10:00:00Z'): Report {
  return { at, request: at, objects, findings: [] };
}

const dataOf = (page: KubeObject) => page['data'] as Record<string, string>;
const nameOf = ({ metadata }: KubeObject) => metadata.name;

/** More than one page holds. */
const LARGE = report(
  Array.from({ length: 5_000 }, (_, index) => reported(`map-${index}`, 'ü'.repeat(150))),
);

describe('pages of a report', () => {
  it('belong to the owner, and are found by it', () => {
    const [page, ...more] = buildPages(OWNER, report([reported('a')]));
    expect(more).toEqual([]);
    expect(page?.metadata).toMatchObject({
      namespace: 'openshift-migration',
      labels: { migplan: OWNER.uid, 'drayage.dev/report': 'MigPlan' },
      ownerReferences: [{ kind: 'MigPlan', name: 'shop', uid: OWNER.uid }],
    });
    expect(reportSelector(OWNER)).toBe(`migplan=${OWNER.uid},drayage.dev/report=MigPlan`);
  });

  it('are as many as fit, in any order', () => {
    const pages = buildPages(OWNER, LARGE);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      const bytes = Buffer.byteLength(Object.values(dataOf(page)).join(''));
      expect(bytes).toBeLessThanOrEqual(BYTES_OF_A_PAGE);
    }
    expect(new Set(pages.map(nameOf)).size).toBe(pages.length);
    expect(readPages(pages.toReversed())).toEqual(LARGE);
  });

  it('of a report that is not whole yet say nothing', () => {
    const pages = buildPages(OWNER, LARGE);
    expect(readPages(pages.slice(1))).toBeUndefined();
    expect(readPages(pages.slice(0, -1))).toBeUndefined();
    expect(readPages([])).toBeUndefined();
  });

  it('of two reports do not mix: the newest that is whole is read', () => {
    const older = buildPages(OWNER, LARGE);
    const newer = buildPages(OWNER, { ...LARGE, at: '2026-01-11T10:00:00Z' });
    expect(readPages([...older, ...newer])?.at).toBe('2026-01-11T10:00:00Z');
    expect(readPages([...newer.slice(1), ...older])?.at).toBe(LARGE.at);
    expect(new Set([...older, ...newer].map(nameOf)).size).toBe(older.length + newer.length);
    expect(isOfAnother(older[0]!, newer)).toBe(true);
    expect(isOfAnother(newer[1]!, newer)).toBe(false);
  });

  it('give back whatever was written, under names that a cluster takes', () => {
    const objects = fc.array(
      fc.record({
        ...{ apiVersion: fc.constantFrom('v1', 'apps/v1'), kind: fc.string(), name: fc.string() },
        ...{ outcome: fc.constantFrom(...OUTCOMES), notable: fc.boolean() },
        reasons: fc.array(
          fc.record({
            severity: fc.constant('change' as const),
            rule: fc.string(),
            text: fc.string(),
          }),
        ),
        fields: fc.array(fc.string()),
      }),
    );
    const name = fc.stringMatching(/^[a-z]([a-z0-9.-]{0,250}[a-z0-9])?$/);
    fc.assert(
      fc.property(objects, name, (all, owner) => {
        const pages = buildPages({ ...OWNER, name: owner }, report(all));
        expect(readPages(pages)).toEqual(report(all));
        for (const page of pages)
          expect(nameOf(page)).toMatch(/^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?$/);
      }),
    );
  });
});
