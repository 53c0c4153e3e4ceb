import { whyOf } from '../domain/report/groups.ts';
import { OUTCOMES, type Outcome } from '../domain/report/report.ts';
import { type Column, formatTable } from './columns.ts';
import type { ReportView } from './server/views.ts';

type ReportedObject = ReportView['objects'][number];
type Group = ReportView['groups'][number];

const WORDS: Record<Outcome, string> = {
  refused: 'refused',
  leftBehind: 'left behind',
  changed: 'changed',
  asItIs: 'as it is',
};

const OBJECTS: readonly Column<ReportedObject>[] = [
  { title: 'OUTCOME', value: ({ outcome }) => WORDS[outcome] },
  { title: 'OBJECT', value: (object) => `${object.kind} ${placeText(object)}` },
  { title: 'TARGET', value: ({ target }) => target && placeText(target) },
  { title: 'WHY', value: (object) => orNothing(whyOf(object)) },
];

const GROUPS: readonly Column<Group>[] = [
  { title: 'OUTCOME', value: ({ outcome }) => WORDS[outcome] },
  { title: 'KIND', value: ({ kind }) => kind },
  { title: 'COUNT', value: ({ count }) => String(count) },
  { title: 'WHY', value: ({ why }) => orNothing(why) },
];

/** A report for people: what they should read first, one by one, and the rest counted, or one by one too. */
export function describeReport(report: ReportView, { all }: { all: boolean }): string {
  const { findings, objects, groups } = report;
  const notable = objects.filter((object) => object.notable).toSorted(worstFirst);
  const rest = objects.filter((object) => !object.notable).toSorted(worstFirst);
  return [
    `${headline(report)}\n`,
    ...findings.map(findingText),
    ...table('Read these:', OBJECTS, notable),
    ...(all ? table('The rest:', OBJECTS, rest) : table('The rest:', GROUPS, groups)),
  ].join('');
}

function headline({ name, at, objects, counts }: ReportView): string {
  const parts = OUTCOMES.map((outcome) => `${counts[outcome]} ${WORDS[outcome]}`);
  const total = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  return `${name} at ${at}: ${total}, ${parts.join(', ')}`;
}

function findingText({ object, text, advice = '' }: ReportView['findings'][number]): string {
  const what = object === undefined ? text : `${object}: ${text}`;
  return advice === '' ? `! ${what}\n` : `! ${what}\n  → ${advice}\n`;
}

function table<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string[] {
  return rows.length === 0 ? [] : ['\n', `${title}\n`, formatTable(columns, rows)];
}

function placeText({ namespace, name }: { namespace?: string | undefined; name: string }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function worstFirst(a: ReportedObject, b: ReportedObject): number {
  return (
    OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
    a.kind.localeCompare(b.kind) ||
    placeText(a).localeCompare(placeText(b))
  );
}
