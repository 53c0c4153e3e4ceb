import { API_VERSION } from '../kinds/group.ts';
import { correlationLabel, PART_OF, PART_OF_LABEL } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import type { RunIdentity } from '../run/identity.ts';
import { runObjectName } from '../run/identity.ts';
import { md5 } from '../transfer/md5.ts';
import type { Report, ReportedObject } from './report.ts';

/** What a report is kept for: it goes when this goes. */
export interface ReportOwner {
  kind: 'MigMigration' | 'MigPlan';
  namespace: string;
  name: string;
  uid: string;
}

/** Tells reports from everything else that is kept for a run or a plan. */
const REPORT_LABEL = 'drayage.dev/report';

/** Which report a page is of, which page it is, and how many there are. */
const PAGE = {
  report: 'drayage.dev/report-id',
  number: 'drayage.dev/report-page',
  pages: 'drayage.dev/report-pages',
} as const;

/** A ConfigMap may have a mebibyte; names and annotations need little. */
export const BYTES_OF_A_PAGE = 900_000;

const KEY = 'objects';
const HEAD = 'report';

/** Everything of a report but its objects. */
type Head = Omit<Report, 'objects'>;

/** The one who owns the report of a run. */
export function ownerOfRun({ namespace, migration, uid }: RunIdentity): ReportOwner {
  return { kind: 'MigMigration', namespace, name: migration, uid };
}

/** Selects all pages of all reports of an owner. */
export function reportSelector({ kind, uid }: Pick<ReportOwner, 'kind' | 'uid'>): string {
  return `${kind.toLowerCase()}=${uid},${REPORT_LABEL}=${kind}`;
}

/**
 * The ConfigMaps of a report. Another report has other names: whoever reads meanwhile finds one of them whole.
 */
export function buildPages(owner: ReportOwner, { objects, ...head }: Report): KubeObject[] {
  const id = md5(JSON.stringify([head, objects]));
  const first = JSON.stringify(head);
  const texts = inPages(
    objects.map((object) => JSON.stringify(object)),
    bytesOf(first),
  );
  return texts.map((text, number) => {
    const data = number === 0 ? { [HEAD]: first, [KEY]: text } : { [KEY]: text };
    const place = { id, number, pages: texts.length };
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadataOf(owner, place), data };
  });
}

function metadataOf(
  { kind, namespace, name, uid }: ReportOwner,
  { id, number, pages }: { id: string; number: number; pages: number },
): KubeObject['metadata'] {
  return {
    name: runObjectName({ migration: name, uid }, `report-${id.slice(0, 8)}-${number}`),
    namespace,
    labels: { [PART_OF_LABEL]: PART_OF, ...correlationLabel(kind, uid), [REPORT_LABEL]: kind },
    annotations: {
      [PAGE.report]: id,
      [PAGE.number]: String(number),
      [PAGE.pages]: String(pages),
    },
    ownerReferences: [{ apiVersion: API_VERSION, kind, name, uid }],
  };
}

/**
 * A line for each object, for people who look; at least one page.
 * @param taken bytes of the first page that something else takes
 */
function inPages(lines: readonly string[], taken: number): string[] {
  const pages: string[][] = [[]];
  let bytes = taken;
  for (const line of lines) {
    const length = bytesOf(line) + 1;
    if (bytes + length > BYTES_OF_A_PAGE) {
      pages.push([]);
      bytes = 0;
    }
    pages.at(-1)?.push(line);
    bytes += length;
  }
  return pages.map((page) => page.join('\n'));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The newest report that is there as a whole; undefined when there is none. */
export function readPages(found: readonly KubeObject[]): Report | undefined {
  const reports = [...Map.groupBy(found, idOf).values()].flatMap(wholeReport);
  return reports.sort((a, b) => b.at.localeCompare(a.at)).at(0);
}

/** Whether a page is of another report than these pages. */
export function isOfAnother(page: KubeObject, pages: readonly KubeObject[]): boolean {
  return !pages.some((one) => idOf(one) === idOf(page));
}

function wholeReport(pages: readonly KubeObject[]): Report[] {
  const sorted = pages.toSorted((a, b) => numberOf(a) - numberOf(b));
  const [first] = sorted;
  const head = dataOf(first)[HEAD];
  if (head === undefined) return [];
  if (sorted.length !== Number(first?.metadata.annotations?.[PAGE.pages])) return [];
  const lines = sorted.flatMap((page) => (dataOf(page)[KEY] ?? '').split('\n'));
  const objects = lines.filter((line) => line !== '');
  return [
    {
      ...(JSON.parse(head) as Head),
      objects: objects.map((line) => JSON.parse(line) as ReportedObject),
    },
  ];
}

function idOf({ metadata }: KubeObject): string {
  return metadata.annotations?.[PAGE.report] ?? '';
}

function numberOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[PAGE.number]);
}

function dataOf(page: KubeObject | undefined): Record<string, string> {
  return (page?.['data'] ?? {}) as Record<string, string>;
}
