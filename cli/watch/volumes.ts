import type { VolumeProgress } from '../../domain/run/progress.ts';
import { formatBar, formatBytes, formatDuration, formatPercent, formatRate } from '../format.ts';
import { line, type Line, type Tone } from './line.ts';

type State = VolumeProgress['state'];

const MARKS: Record<State, { mark: string; tone: Tone }> = {
  waiting: { mark: '·', tone: 'dim' },
  preparing: { mark: '▸', tone: 'busy' },
  copying: { mark: '▸', tone: 'busy' },
  copied: { mark: '✓', tone: 'good' },
  verifying: { mark: '▸', tone: 'busy' },
  verified: { mark: '✓', tone: 'good' },
  failed: { mark: '✗', tone: 'bad' },
};

/** What a tired person needs to see first: trouble, then work, then what waits, then what is done. */
const ORDER: Record<State, number> = {
  failed: 0,
  copying: 1,
  verifying: 1,
  preparing: 2,
  waiting: 3,
  copied: 4,
  verified: 4,
};

/** A column, and the width of the terminal from which there is room for it. */
interface Cell {
  from: number;
  title: string;
  text: (volume: VolumeProgress) => string;
}

const BAR_WIDTH = 12;
const NAME_MIN = 10;

const CELLS: readonly Cell[] = [
  { from: 44, title: 'PASS', text: passOf },
  { from: 80, title: '', text: (volume) => formatBar(shareOf(volume), BAR_WIDTH) },
  { from: 0, title: 'DONE', text: (volume) => formatPercent(shareOf(volume)).padStart(4) },
  { from: 60, title: 'BYTES', text: bytesOf },
  { from: 92, title: 'RATE', text: rateOf },
  { from: 36, title: 'STATE', text: stateOf },
];

/** One line per volume under a line of titles, in at most `rows` lines; the rest is counted. */
export function drawVolumes(
  volumes: readonly VolumeProgress[],
  { columns, rows }: { columns: number; rows: number },
): Line[] {
  if (volumes.length === 0 || rows < 2) return [];
  const sorted = volumes.toSorted((one, two) => ORDER[one.state] - ORDER[two.state]);
  const room = sorted.length < rows ? sorted.length : Math.max(1, rows - 2);
  const shown = sorted.slice(0, room);
  const align = fitColumns(shown, columns);
  return [
    line(
      align('VOLUME', ({ title }) => title),
      'dim',
    ),
    ...shown.map((volume): Line => {
      const { mark, tone } = MARKS[volume.state];
      const text = align(nameOf(volume), (cell) => cell.text(volume));
      return [{ text: `  ${mark} `, tone }, { text: text.slice(4) }];
    }),
    ...(room < sorted.length ? [line(`    … ${restText(sorted.slice(room))}`, 'dim')] : []),
  ];
}

/** Makes one row after another of the columns that there is room for, and that are not empty throughout. */
function fitColumns(volumes: readonly VolumeProgress[], columns: number) {
  const cells = CELLS.filter(({ from }) => columns >= from)
    .map((cell) => ({ cell, width: longest(volumes.map((volume) => cell.text(volume))) }))
    .filter(({ width }) => width > 0)
    .map(({ cell, width }) => ({ cell, width: Math.max(cell.title.length, width) }));
  const taken = cells.reduce((sum, { width }) => sum + width + 2, 0);
  const wanted = longest([...volumes.map(nameOf), 'VOLUME']);
  const nameWidth = Math.max(NAME_MIN, Math.min(wanted, columns - 4 - taken));
  return (name: string, read: (cell: Cell) => string): string => {
    const texts = cells.map(({ cell, width }) => read(cell).padEnd(width));
    return `    ${[shorten(name, nameWidth).padEnd(nameWidth), ...texts].join('  ')}`.trimEnd();
  };
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** All volumes together: `1.2 GiB of 1.5 GiB`. */
export function copiedText(volumes: readonly VolumeProgress[]): string {
  const done = volumes.reduce((sum, { bytesDone }) => sum + bytesDone, 0);
  const total = volumes.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0);
  return `${formatBytes(done)} of ${formatBytes(total)}`;
}

/** `namespace/claim` on the source. */
export function nameOf({ namespace, claim }: VolumeProgress): string {
  return `${namespace}/${claim}`;
}

/** `2 delta`, and the attempt when it is not the first. */
export function passOf({ pass, passKind, attempt = 1 }: VolumeProgress): string {
  if (pass === 0) return '';
  const again = attempt > 1 ? ` (try ${attempt})` : '';
  return `${pass}${passKind === undefined ? '' : ` ${passKind}`}${again}`;
}

function shareOf({ state, bytesDone, bytesTotal }: VolumeProgress): number {
  // An empty volume has no bytes, and is done all the same.
  if (bytesTotal === 0) return state === 'copied' || state === 'verified' ? 1 : 0;
  return bytesDone / bytesTotal;
}

function bytesOf({ bytesDone, bytesTotal }: VolumeProgress): string {
  const done = formatBytes(bytesDone);
  return bytesDone === bytesTotal ? done : `${done} of ${formatBytes(bytesTotal)}`;
}

function rateOf({ state, bytesPerSecond }: VolumeProgress): string {
  return state === 'copying' && bytesPerSecond !== undefined ? formatRate(bytesPerSecond) : '';
}

/** Time left while copying says more than that it is copied. */
function stateOf({ state, secondsLeft }: VolumeProgress): string {
  const left = state === 'copying' ? secondsLeft : undefined;
  return left === undefined ? state : `${formatDuration(left)} left`;
}

function restText(rest: readonly VolumeProgress[]): string {
  const states = [...new Set(rest.map(({ state }) => state))];
  const counts = states.map((state) => {
    const count = rest.filter((volume) => volume.state === state).length;
    return `${count} ${state}`;
  });
  return `and ${rest.length} more: ${counts.join(', ')}`;
}

/** The end of a name tells more than its middle. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}
