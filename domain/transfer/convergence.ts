/** One finished pass, as the prediction needs it. */
export interface PassRecord {
  /** Over the wire to the target. */
  bytesSent: number;
  /** Entries it looked at. */
  filesScanned: number;
  seconds: number;
  /** From the start of the pass before to the start of this one: the writes of that time are its load. */
  gapSeconds: number;
}

/** What the outage has beside the last pass. */
export interface FixedCosts {
  quiesceSeconds: number;
  verifySeconds: number;
  startSeconds: number;
}

export interface Prediction {
  /** From the first stopped workload to the first ready one on the target, were the cutover now; without the restore. */
  downtimeSeconds: number;
  /** The same after one more pass. */
  downtimeSecondsAfterAnother: number;
  /** Looking at every entry and sending nothing: the last pass is never shorter. */
  scanSeconds: number;
  dirtyBytesPerSecond: number;
  linkBytesPerSecond: number;
}

export type PassReason =
  | 'first'
  | 'load-unknown'
  | 'shrinks'
  | 'gains-little'
  | 'shrinks-no-more'
  | 'enough'
  | 'will-not-converge';

export interface NextPass {
  another: boolean;
  reason: PassReason;
  prediction?: Prediction;
}

/** No more pre-copy passes than this, whatever they gain. */
export const MOST_PASSES = 8;
/** Another pass must save more than this share of the outage. */
const LEAST_GAIN = 0.2;
/** A first pass that moved more than the link carries in this time leaves a load worth measuring. */
const MUCH_SECONDS = 1;
/** Entries a second that a cold walk looks at, until a pass has shown it. */
const SCAN_FILES_PER_SECOND = 20_000;

/**
 * What the outage would be, from the passes so far (the latest last).
 * `undefined` before the first. After the first alone nothing is known of the load: it is then taken
 * as the heaviest that one more pass would still carry.
 */
export function predictDowntime(
  passes: readonly PassRecord[],
  costs: FixedCosts,
): Prediction | undefined {
  const last = passes.at(-1);
  if (last === undefined) return undefined;

  const { scanSeconds, linkBytesPerSecond } = fitLine(passes);
  const dirtyBytesPerSecond = estimateDirtyRate(passes, linkBytesPerSecond);
  const share = linkBytesPerSecond === 0 ? 0 : dirtyBytesPerSecond / linkBytesPerSecond;
  const { quiesceSeconds, verifySeconds, startSeconds } = costs;
  // What a pass sends is what was written since the one before began.
  const passAfter = (seconds: number): number => scanSeconds + share * seconds;
  const outageAfter = (seconds: number): number =>
    quiesceSeconds + passAfter(seconds + quiesceSeconds) + verifySeconds + startSeconds;
  return {
    downtimeSeconds: outageAfter(last.seconds),
    downtimeSecondsAfterAnother: outageAfter(passAfter(last.seconds)),
    scanSeconds,
    dirtyBytesPerSecond,
    linkBytesPerSecond,
  };
}

/** Whether one more pass before the cutover is worth its time. */
export function decideNextPass(passes: readonly PassRecord[], costs: FixedCosts): NextPass {
  const prediction = predictDowntime(passes, costs);
  if (prediction === undefined) return { another: true, reason: 'first' };

  const { downtimeSeconds, downtimeSecondsAfterAnother, dirtyBytesPerSecond } = prediction;
  const ended = (reason: PassReason): NextPass => ({ another: false, reason, prediction });
  if (passes.length >= MOST_PASSES) return ended('enough');
  if (passes.length === 1) {
    return movedMuch(passes)
      ? { another: true, reason: 'load-unknown', prediction }
      : ended('gains-little');
  }
  if (dirtyBytesPerSecond >= prediction.linkBytesPerSecond && dirtyBytesPerSecond > 0) {
    return ended('will-not-converge');
  }
  if (!isGain(downtimeSeconds, downtimeSecondsAfterAnother)) return ended('gains-little');
  // The model promises a gain; it is believed as long as the last pass has brought one.
  const before = predictDowntime(passes.slice(0, -1), costs);
  if (
    before !== undefined &&
    passes.length > 2 &&
    !isGain(before.downtimeSeconds, downtimeSeconds)
  ) {
    return ended('shrinks-no-more');
  }
  return { another: true, reason: 'shrinks', prediction };
}

/** Writes that lengthen the outage by less are not worth a pass that looks at every entry. */
const LEAST_GAIN_SECONDS = 0.5;
/** One pass alone says nothing of the load; whatever it is, so little time is soon caught up with. */
const LONG_SECONDS = 10;

/**
 * Whether one more pass is worth its time, after something else took `seconds` since the last one: what was written
 * meanwhile would be sent during the outage.
 */
export function isWorthCatchingUp(passes: readonly PassRecord[], seconds: number): boolean {
  if (passes.length < 2) return seconds > LONG_SECONDS;
  const { linkBytesPerSecond } = fitLine(passes);
  if (linkBytesPerSecond === 0) return false;
  const share = estimateDirtyRate(passes, linkBytesPerSecond) / linkBytesPerSecond;
  return share * seconds > LEAST_GAIN_SECONDS;
}

function isGain(beforeSeconds: number, afterSeconds: number): boolean {
  return afterSeconds < beforeSeconds * (1 - LEAST_GAIN);
}

function movedMuch([first]: readonly PassRecord[]): boolean {
  return first !== undefined && first.seconds > MUCH_SECONDS;
}

interface Line {
  scanSeconds: number;
  linkBytesPerSecond: number;
}

/** A pass takes a fixed time to look, and then as long as its bytes need: a line, found by its ends. */
function fitLine(passes: readonly PassRecord[]): Line {
  const byLoad = passes.toSorted((a, b) => a.bytesSent - b.bytesSent);
  const [lightest, heaviest] = [byLoad[0], byLoad.at(-1)];
  if (lightest === undefined || heaviest === undefined) {
    return { scanSeconds: 0, linkBytesPerSecond: 0 };
  }
  if (passes.length === 1) {
    const walkSeconds = heaviest.filesScanned / SCAN_FILES_PER_SECOND;
    const scanSeconds = Math.min(walkSeconds, heaviest.seconds / 2);
    return {
      scanSeconds,
      linkBytesPerSecond: rate(heaviest.bytesSent, heaviest.seconds - scanSeconds),
    };
  }
  // Comparing blocks may make a light pass the longer one; it then says nothing of the link.
  const linkBytesPerSecond =
    heaviest.seconds > lightest.seconds
      ? rate(heaviest.bytesSent - lightest.bytesSent, heaviest.seconds - lightest.seconds)
      : rate(heaviest.bytesSent, heaviest.seconds);
  const sendSeconds = linkBytesPerSecond === 0 ? 0 : lightest.bytesSent / linkBytesPerSecond;
  return { scanSeconds: Math.max(0, lightest.seconds - sendSeconds), linkBytesPerSecond };
}

function rate(bytes: number, seconds: number): number {
  return seconds <= 0 ? 0 : bytes / seconds;
}

function estimateDirtyRate(passes: readonly PassRecord[], linkBytesPerSecond: number): number {
  const last = passes.at(-1);
  if (last === undefined || passes.length < 2) return linkBytesPerSecond;
  return rate(last.bytesSent, last.gapSeconds);
}
