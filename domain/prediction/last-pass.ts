import type { PassSample } from './history.ts';
import { doubted, type Span, spanOf } from './quantiles.ts';

/** The last pass of one volume, were the application cut over now. */
export interface LastPass {
  seconds: Span;
  /** With nothing to send. */
  floorSeconds: number;
  dirtyBytesPerSecond: number;
  linkBytesPerSecond: number;
  /** Whether passes bring more than is written meanwhile. */
  converges: boolean;
}

interface Load {
  bytes: number;
  gapSeconds: number;
  seconds: number;
}

/** Passes whose gap is most like the one to come; the others tell of another time. */
const ALIKE = 5;
/** A pass and the gap it leaves settle within so many rounds, or never. */
const ROUNDS = 8;
/** A gap has no end when passes bring less than is written: the outage is still one pass behind one pass. */
const MOST_SECONDS = 24 * 3600;

/**
 * Predicts from what earlier passes sent, of whichever run.
 *
 * What is written between two passes is what the second one sends. It does not grow with the gap for ever, since the
 * same places are written again: so passes are asked whose gap was most like the one before the standstill, which is
 * as long as the pass before it and `leadSeconds` more.
 */
export function predictLastPass(
  samples: readonly PassSample[],
  leadSeconds: number,
): LastPass | undefined {
  const loads = loadsOf(samples);
  if (samples.length === 0) return undefined;
  const linkBytesPerSecond = linkOf(samples, loads);
  const floorSeconds = floorOf(samples, loads, linkBytesPerSecond);
  const send = (bytes: number): number =>
    linkBytesPerSecond === 0 ? 0 : bytes / linkBytesPerSecond;
  if (loads.length === 0) {
    // One copy alone says nothing of the load; twice the look at every entry is a guess that errs on the long side.
    const seconds = { p50: floorSeconds, p90: floorSeconds * 2 };
    return { seconds, floorSeconds, dirtyBytesPerSecond: 0, linkBytesPerSecond, converges: true };
  }

  const behind = (gapSeconds: number): Span => {
    const seconds = alike(loads, gapSeconds).map((load) => {
      const bytes = load.bytes * (gapSeconds / load.gapSeconds);
      const own = Math.max(floorSeconds, load.seconds - send(load.bytes));
      return own + send(bytes);
    });
    const span = spanOf(seconds) ?? { p50: floorSeconds, p90: floorSeconds };
    return doubted(span, loads.length);
  };
  let seconds = behind(leadSeconds);
  for (let round = 0; round < ROUNDS; round++) {
    seconds = behind(Math.min(seconds.p50, MOST_SECONDS) + leadSeconds);
  }
  const gap = Math.min(seconds.p50, MOST_SECONDS) + leadSeconds;
  const rates = alike(loads, gap).map(({ bytes, gapSeconds }) => bytes / gapSeconds);
  const dirtyBytesPerSecond = spanOf(rates)?.p50 ?? 0;
  const converges = dirtyBytesPerSecond === 0 || dirtyBytesPerSecond < linkBytesPerSecond;
  return { seconds, floorSeconds, dirtyBytesPerSecond, linkBytesPerSecond, converges };
}

/** Passes that sent what had been written since the one before them, with the time for it. */
function loadsOf(samples: readonly PassSample[]): Load[] {
  return samples.flatMap(({ startedAt, kind, bytesSent, seconds }, index) => {
    const before = samples[index - 1];
    if (before === undefined || kind === 'initial' || kind === 'partial') return [];
    const gapSeconds = (Date.parse(startedAt) - Date.parse(before.startedAt)) / 1000;
    return gapSeconds > 0 ? [{ bytes: bytesSent, gapSeconds, seconds }] : [];
  });
}

function alike(loads: readonly Load[], gapSeconds: number): Load[] {
  const distance = (load: Load): number =>
    Math.abs(Math.log(load.gapSeconds / Math.max(gapSeconds, 0.001)));
  return loads.toSorted((a, b) => distance(a) - distance(b)).slice(0, ALIKE);
}

/** The heaviest pass shows the link best: the time for looking counts least in it. */
function linkOf(samples: readonly PassSample[], loads: readonly Load[]): number {
  const heaviest = samples.reduce((a, b) => (b.bytesSent > a.bytesSent ? b : a));
  const look = Math.min(...loads.map(({ seconds }) => seconds), heaviest.seconds / 2);
  const seconds = heaviest.seconds - look;
  return seconds <= 0 ? 0 : heaviest.bytesSent / seconds;
}

/** Looking at every entry takes so long, as the quickest pass shows. */
function floorOf(samples: readonly PassSample[], loads: readonly Load[], link: number): number {
  const passes = loads.length === 0 ? samples.map(loadOf) : loads;
  const looks = passes.map(({ seconds, bytes }) => seconds - (link === 0 ? 0 : bytes / link));
  return Math.max(0, Math.min(...looks));
}

function loadOf({ bytesSent, seconds }: PassSample): Load {
  return { bytes: bytesSent, seconds, gapSeconds: 0 };
}
