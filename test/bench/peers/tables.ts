import { table } from '../document.ts';
import type { Spread } from '../statistics.ts';
import {
  lossOf,
  type Measured,
  type Quantity,
  ratioTo,
  type Standing,
  spreadFor,
  standingOf,
  totalSeconds,
} from './results.ts';
import type { BenchSet } from './sets.ts';
import { PASSES, type PassName, type Way } from './way.ts';

const OURS = 'ours';
const PLAIN = 'plain';

type Ranked = { measured: Measured; way: Way; standing: Standing };
type Named = Pick<BenchSet, 'name' | 'what'>;

const PASS_TITLES = {
  initial: 'initial',
  'no-op': 'nothing to do',
  delta: '1 % changed',
  cutover: 'within the outage',
} as const satisfies Record<PassName, string>;

const STANDINGS = {
  whole: 'loses nothing',
  loses: '**loses**',
  limit: 'a limit',
} as const satisfies Record<Standing, string>;

/** Two tables for each data set, of time and of cost; the best that loses nothing first. */
export function peerTables(
  sets: readonly Named[],
  ways: readonly Way[],
  results: readonly Measured[],
): string {
  return sets
    .flatMap((set) => {
      const ranked = rank(set, ways, results);
      if (ranked.length === 0) return [];
      return [`### ${upper(set.name)}: ${set.what}`, timeTable(ranked), costTable(ranked)];
    })
    .join('\n\n');
}

/** Whole copies first, then limits, then what loses; each by its time. */
export function rank(
  { name }: Named,
  ways: readonly Way[],
  results: readonly Measured[],
): Ranked[] {
  const order: Standing[] = ['whole', 'limit', 'loses'];
  return results
    .filter(({ set }) => set === name)
    .map((measured) => {
      const way = ways.find((one) => one.name === measured.way)!;
      return { measured, way, standing: standingOf(measured, way) };
    })
    .sort(
      (a, b) =>
        order.indexOf(a.standing) - order.indexOf(b.standing) ||
        totalSeconds(a.measured) - totalSeconds(b.measured),
    );
}

function timeTable(ranked: readonly Ranked[]): string {
  const ours = ranked.find(({ way }) => way.name === OURS)?.measured;
  const rows = ranked.map(({ measured, way, standing }) => [
    way.title,
    ...PASSES.map((pass) => cell(measured, ours, pass, 'wallSeconds')),
    standing === 'limit' ? STANDINGS.limit : lossText(measured),
  ]);
  return table(['seconds', ...PASSES.map((pass) => PASS_TITLES[pass]), 'lines that differ'], rows);
}

function costTable(ranked: readonly Ranked[]): string {
  const ours = ranked.find(({ way }) => way.name === OURS)?.measured;
  const rows = ranked.map(({ measured, way }) => [
    way.title,
    ...PASSES.map((pass) => cell(measured, ours, pass, 'cpuSeconds')),
    ...(['initial', 'delta'] as const).map((pass) => bytesText(measured, pass, 'wireBytes')),
    bytesText(measured, 'initial', 'peakBytes'),
  ]);
  const cpu = PASSES.map((pass) => `CPU s, ${PASS_TITLES[pass]}`);
  return table(['cost', ...cpu, 'wire, initial', 'wire, 1 %', 'memory'], rows);
}

/** `1.23 (1.20–1.31) ×1.05`: median, quickest and slowest, and how many times ours. */
function cell(
  measured: Measured,
  ours: Measured | undefined,
  pass: PassName,
  quantity: Quantity,
): string {
  const spread = spreadFor(measured, pass, quantity);
  if (spread === undefined) return '–';
  const ratio = ours === measured ? undefined : ratioTo(ours, measured, pass, quantity);
  return `${spreadText(spread)}${ratio === undefined ? '' : ` ×${ratio.toFixed(2)}`}`;
}

function spreadText({ runs, min, median, max }: Spread): string {
  const range = runs < 2 ? '' : ` (${min.toFixed(2)}–${max.toFixed(2)})`;
  return `${median.toFixed(2)}${range}`;
}

function bytesText(measured: Measured, pass: PassName, quantity: Quantity): string {
  const spread = spreadFor(measured, pass, quantity);
  return spread === undefined ? '–' : megabytes(spread.median);
}

function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value.toFixed(value < 10 ? 1 : 0)} MB`;
}

function lossText(measured: Measured): string {
  const kinds = Object.entries(lossOf(measured)).sort(([, a], [, b]) => b - a);
  if (kinds.length === 0) return '0';
  const sum = kinds.reduce((total, [, count]) => total + count, 0);
  return `${STANDINGS.loses} ${sum}: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`;
}

/** What the tables say, in sentences that are made of them. */
export function conclusions(
  sets: readonly Named[],
  ways: readonly Way[],
  results: readonly Measured[],
): string {
  return sets
    .flatMap((set) => {
      const ranked = rank(set, ways, results);
      const ours = ranked.find(({ way }) => way.name === OURS);
      if (ours === undefined) return [];
      return [
        `- **${upper(set.name)}.** ${[standingText(ours, ranked), tunnelText(ours, ranked)].join(' ')}`,
      ];
    })
    .join('\n');
}

function standingText({ measured, standing }: Ranked, ranked: readonly Ranked[]): string {
  if (standing !== 'whole') return `Drayage **loses**: ${lossText(measured)}.`;
  const others = ranked.filter(
    (one) => one.standing === 'whole' && one.way.name !== OURS && one.way.variant !== true,
  );
  if (others.length === 0) return 'Drayage alone loses nothing.';
  const quicker = PASSES.flatMap((pass) =>
    others
      .filter((other) => (ratioTo(measured, other.measured, pass, 'wallSeconds') ?? 1) < 1)
      .map((other) => `${other.way.title} in the pass “${PASS_TITLES[pass]}”`),
  );
  const named = others.map(({ way }) => way.title).join(', ');
  const best =
    quicker.length === 0
      ? 'is the fastest of them in every pass'
      : `is slower than ${quicker.join(', ')}`;
  return `Nothing is lost by Drayage and ${named}; Drayage ${best}.`;
}

function tunnelText({ measured }: Ranked, ranked: readonly Ranked[]): string {
  const plain = ranked.find(({ way }) => way.name === PLAIN)?.measured;
  if (plain === undefined) return '';
  const ratios = (quantity: Quantity) =>
    PASSES.map((pass) => {
      const ratio = ratioTo(plain, measured, pass, quantity);
      return `${PASS_TITLES[pass]} ${ratio?.toFixed(2) ?? '–'}`;
    }).join(', ');
  return `Times as long as \`rsync -a\` through the same tunnel: ${ratios('wallSeconds')}; times its CPU: ${ratios('cpuSeconds')}.`;
}

function upper(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
