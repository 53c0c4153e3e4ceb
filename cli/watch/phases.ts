import { formatDuration, secondsSince } from '../format.ts';
import { hasEnded } from '../server/follow.ts';
import type { PipelineStepView } from '../server/views.ts';
import { elapsedSeconds, type Frame } from './frame.ts';
import { line, type Line, type Span, widthOf } from './line.ts';

/** Phases faster than this are only counted. */
const SLOW_SECONDS = 1;

const INDENT = '  ';

/** The steps of MTC's pipeline side by side, as many lines as they need; those that do not apply are left out. */
export function drawPipeline({ run, now }: Frame, columns: number): Line[] {
  const applying = run.pipeline.filter(({ skipped }) => skipped !== true);
  const lines: Span[][] = [];
  for (const span of applying.map((step) => drawStep(step, now))) {
    const last = lines.at(-1);
    const fits = last !== undefined && widthOf(last) + 3 + span.text.length <= columns;
    if (fits) last.push({ text: '   ' }, span);
    else lines.push([{ text: INDENT }, span]);
  }
  return lines;
}

function drawStep(step: PipelineStepView, now: number): Span {
  const { name, started, completed, failed } = step;
  if (started === undefined) return { text: `· ${name}`, tone: 'dim' };
  const end = completed === undefined ? now : Date.parse(completed);
  const text = `${name} ${formatDuration(secondsSince(started, end))}`;
  if (failed === true) return { text: `✗ ${text}`, tone: 'bad' };
  if (completed === undefined) return { text: `▸ ${text}`, tone: 'busy' };
  return { text: `✓ ${text}`, tone: 'good' };
}

/** The phases that took time and the one that runs, newest last, in at most `rows` lines. */
export function drawPhases(frame: Frame, rows: number): Line[] {
  const { run } = frame;
  const slow = run.phaseSeconds.filter(({ seconds }) => seconds >= SLOW_SECONDS);
  const running = hasEnded(run.state) || run.phase === '' ? 0 : 1;
  const name = Math.max(...[...slow, { phase: run.phase }].map(({ phase }) => phase.length));
  // The line that counts what is left out takes a row itself.
  const room = Math.max(0, rows - running - 1);
  const shown = room === 0 ? [] : slow.slice(-room);
  const hidden = run.phaseSeconds.length - shown.length;
  return [
    ...(hidden > 0 && rows > running ? [line(`${INDENT}… ${hiddenText(hidden)}`, 'dim')] : []),
    ...shown.map(({ phase, seconds }): Line => [
      { text: `${INDENT}✓ `, tone: 'good' },
      { text: `${phase.padEnd(name)}  ${formatDuration(seconds)}` },
    ]),
    ...(running === 1 && rows > 0 ? [drawCurrent(frame, name)] : []),
  ];
}

function hiddenText(count: number): string {
  return count === 1 ? '1 other phase' : `${count} other phases`;
}

/** The server sends the seconds of phases that are over; what they leave of the whole time is the current one's. */
function drawCurrent(frame: Frame, width: number): Line {
  const over = frame.run.phaseSeconds.reduce((sum, { seconds }) => sum + seconds, 0);
  const elapsed = elapsedSeconds(frame);
  const phase = frame.run.phase.padEnd(width);
  const time = elapsed === undefined ? '' : formatDuration(elapsed - over);
  return line(`${INDENT}▸ ${phase}  ${time}`, 'busy');
}
