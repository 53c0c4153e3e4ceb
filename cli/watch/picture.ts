import { formatDuration } from '../format.ts';
import { elapsedSeconds, type Frame, type Space } from './frame.ts';
import { BLANK, line, type Line, type Span, widthOf } from './line.ts';
import { drawPhases, drawPipeline } from './phases.ts';
import { drawConditions, drawDowntime, drawFailure, drawLink, STATE_TONES } from './verdict.ts';
import { copiedText, drawVolumes } from './volumes.ts';

/**
 * A run as one picture that fits the terminal: what it is, how far, the volumes, the outage, the end.
 * What must be read (failure, downtime, complaints) is never left out; phases and volumes share what is left.
 */
export function drawRun(frame: Frame, { columns, rows }: Space): Line[] {
  const { run } = frame;
  const top = [...drawTitle(frame, columns), ...section(drawPipeline(frame, columns))];
  const bottom = [
    ...section([...drawDowntime(frame), ...drawLink(run)]),
    ...section(drawConditions(run, columns)),
    ...section(drawFailure(run, columns)),
    ...section(drawNotes(frame)),
  ];
  // Two blank lines go before the two sections in the middle.
  const room = rows - top.length - bottom.length - 2;
  const wantedForVolumes = run.volumes.length + 1;
  const phases = drawPhases(frame, Math.max(3, room - wantedForVolumes));
  const volumes = drawVolumes(run.volumes, { columns, rows: Math.max(2, room - phases.length) });
  return [...top, ...section(phases), ...section(volumes), ...bottom];
}

function drawTitle(frame: Frame, columns: number): Line[] {
  const { run } = frame;
  const left: Line = [
    { text: `${run.type} ` },
    { text: run.name, tone: 'bold' },
    { text: ` · plan ${run.plan}` },
  ];
  const right: Line = [{ text: stateText(frame), tone: STATE_TONES[run.state] }];
  const gap = columns - widthOf(left) - widthOf(right);
  const title = gap >= 2 ? [[...left, { text: ' '.repeat(gap) }, ...right]] : [left, right];
  const details = titleDetails(frame);
  return details === '' ? title : [...title, line(details, 'dim')];
}

function stateText(frame: Frame): string {
  const elapsed = elapsedSeconds(frame);
  const { state } = frame.run;
  const { startsAt } = frame.run;
  if (startsAt !== undefined) return `waits · starts at ${startsAt}`;
  const words = state === 'warnings' ? 'succeeded with warnings' : state;
  return elapsed === undefined ? words : `${words} · ${formatDuration(elapsed)}`;
}

function titleDetails({ run }: Frame): string {
  const step = run.step === undefined ? [] : [`step ${run.step.number}/${run.step.total}`];
  const copied = run.volumes.length === 0 ? [] : [`${copiedText(run.volumes)} copied`];
  const running = run.quiesce || run.type !== 'cutover' ? [] : ['applications keep running'];
  return [...step, ...copied, ...running].join(' · ');
}

function drawNotes({ notice, event }: Frame): Line[] {
  const spans = (text: string, tone: Span['tone']): Line => [{ text: `  ${text}`, tone }];
  return [
    ...(event === undefined ? [] : [spans(event, 'dim')]),
    ...(notice === undefined ? [] : [spans(notice, 'warn')]),
  ];
}

function section(lines: Line[]): Line[] {
  return lines.length === 0 ? [] : [BLANK, ...lines];
}
