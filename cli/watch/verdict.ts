import { conditionText } from '../condition-text.ts';
import { formatClock, formatDuration } from '../format.ts';
import type { ConditionView, RunState, RunView } from '../server/views.ts';
import { downtimeSeconds, type Frame } from './frame.ts';
import { line, type Line, type Span, type Tone, wrapText } from './line.ts';
import { predictionOf } from './prediction.ts';

const INDENT = '  ';

export const STATE_TONES: Record<RunState, Tone> = {
  pending: 'dim',
  running: 'busy',
  held: 'bad',
  succeeded: 'good',
  warnings: 'warn',
  failed: 'bad',
  canceled: 'warn',
};

const CATEGORY_TONES: Record<string, Tone> = { Critical: 'bad', Error: 'bad', Warn: 'warn' };

/** The downtime: what is predicted, the clock that runs, or what it came to. */
export function drawDowntime(frame: Frame): Line[] {
  const seconds = downtimeSeconds(frame);
  const promise = predictionOf(frame.run.downtime);
  if (seconds === undefined) {
    return promise === '' ? [] : [[label('downtime'), { text: promise }]];
  }
  const tail: Span = { text: promise === '' ? '' : ` · ${promise}` };
  if (frame.run.downtime?.endedAt !== undefined) {
    return [[label('downtime'), { text: formatDuration(seconds), tone: 'bold' }, tail]];
  }
  const clock: Span = { text: formatClock(seconds), tone: 'warn' };
  return [[label('downtime'), clock, { text: ' and counting' }, tail]];
}

/** Where the run can be looked into. */
export function drawLink({ temporal }: RunView): Line[] {
  const url = temporal?.url;
  return url === undefined ? [] : [[label('temporal'), { text: url, tone: 'dim' }]];
}

/** What the object itself complains of. */
export function drawConditions({ conditions, failure }: RunView, columns: number): Line[] {
  // What the failure says already is not said again.
  const said = (message = ''): boolean =>
    message !== '' && failure?.detail.includes(message) === true;
  const rest = complaints(conditions).filter(({ message }) => !said(message));
  return [
    ...tidings(conditions).flatMap(({ message = '' }) =>
      drawMarked({ text: message, mark: '·', tone: 'dim' }, columns),
    ),
    ...rest.flatMap((condition) => {
      const tone = CATEGORY_TONES[condition.category] ?? 'warn';
      return drawMarked({ text: conditionText(condition), mark: '!', tone }, columns);
    }),
  ];
}

interface Marked {
  text: string;
  mark: string;
  tone: Tone;
}

function drawMarked({ text, mark, tone }: Marked, columns: number): Line[] {
  return wrapText(text, columns - 4).map((part, at): Line => [
    { text: at === 0 ? `${INDENT}${mark} ` : `${INDENT}  `, tone },
    { text: part },
  ]);
}

/** What a rollback has come to; nothing is wrong with it. */
const TIDINGS = new Set(['RolledBack', 'NothingToRollBack', 'ObjectsLeftAlone']);

function tidings(conditions: readonly ConditionView[]): ConditionView[] {
  return conditions.filter(({ status, type }) => status === 'True' && TIDINGS.has(type));
}

/** The failure in full: it must be readable on any width, so nothing of it is cut. */
export function drawFailure({ failure, state }: RunView, columns: number): Line[] {
  if (failure === undefined) return [];
  const { code, meaning, object, detail, hint } = failure;
  const [mark, tone]: [string, Tone] = state === 'failed' ? ['✗', 'bad'] : ['!', 'warn'];
  const width = Math.max(20, columns - 4);
  const body = (text: string): Line[] => wrapText(text, width).map((part) => line(`    ${part}`));
  return [
    ...wrapText(`${code} ${meaning}`, width).map((text, at): Line =>
      line(at === 0 ? `${INDENT}${mark} ${text}` : `    ${text}`, tone),
    ),
    ...(object === undefined ? [] : body(object)),
    ...body(detail),
    ...wrapText(hint, width - 2).map((text, at): Line => [
      { text: at === 0 ? '    → ' : '      ', tone: 'good' },
      { text },
    ]),
  ];
}

/** The conditions that say that something is wrong. */
export function complaints(conditions: readonly ConditionView[]): ConditionView[] {
  return conditions.filter(
    ({ status, category }) => status === 'True' && category in CATEGORY_TONES,
  );
}

/** What keeps a run from starting. A postponed run is not refused: its turn comes. */
export function refusals({ state, conditions }: RunView): ConditionView[] {
  if (state !== 'pending') return [];
  return complaints(conditions).filter(
    ({ type, category }) => category === 'Critical' && type !== 'Postponed',
  );
}

function label(text: string): Span {
  return { text: `${INDENT}${text.padEnd(10)}`, tone: 'dim' };
}
