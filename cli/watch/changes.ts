import type { VolumeProgress } from '../../domain/run/progress.ts';
import { formatBytes, formatClock, formatDuration } from '../format.ts';
import type { ConditionView, RunView } from '../server/views.ts';
import { downtimeSeconds, type Frame } from './frame.ts';
import { conditionText } from '../condition-text.ts';
import { complaints } from './verdict.ts';
import { copiedText, nameOf, passOf } from './volumes.ts';
import { predictionOf } from './prediction.ts';

/** What is new in a run since it was last told about, one sentence each; the end is told elsewhere. */
export function describeChanges(before: RunView | undefined, frame: Frame): string[] {
  const { run } = frame;
  return [
    ...(before?.state === run.state ? [] : [`${run.type} ${run.name} is ${run.state}`]),
    ...describePhase(before, run),
    ...describeDowntime(before, frame),
    ...run.volumes.flatMap((volume) => describeVolume(findVolume(before, volume), volume)),
    ...newComplaints(before, run).map((each) => `${each.category}: ${conditionText(each)}`),
  ];
}

/** That it still goes on, for those who would otherwise believe that it hangs. */
export function describeHeartbeat(frame: Frame): string {
  const { run } = frame;
  const downtime = downtimeSeconds(frame);
  const counting = downtime !== undefined && run.downtime?.endedAt === undefined;
  return [
    `still ${run.state}`,
    ...(phaseText(run) === '' ? [] : [`phase ${phaseText(run)}`]),
    ...(run.volumes.length === 0 ? [] : [`${copiedText(run.volumes)} copied`]),
    ...(counting ? [`downtime ${formatClock(downtime)}`] : []),
  ].join(', ');
}

function describePhase(before: RunView | undefined, run: RunView): string[] {
  return before?.phase === run.phase || phaseText(run) === '' ? [] : [`phase ${phaseText(run)}`];
}

function phaseText({ phase, step }: RunView): string {
  return phase === '' || step === undefined
    ? phase
    : `${phase} (step ${step.number}/${step.total})`;
}

function describeDowntime(before: RunView | undefined, frame: Frame): string[] {
  const known = before?.downtime;
  const { startedAt, endedAt, predictedSeconds } = frame.run.downtime ?? {};
  const promise = predictionOf(frame.run.downtime);
  const isNew = (now: unknown, then: unknown): boolean => now !== undefined && then === undefined;
  return [
    ...(isNew(predictedSeconds, known?.predictedSeconds) ? [`downtime ${promise}`] : []),
    ...(isNew(startedAt, known?.startedAt) ? [`downtime begins${comma(promise)}`] : []),
    ...(isNew(endedAt, known?.endedAt)
      ? [`downtime ended after ${formatDuration(downtimeSeconds(frame) ?? 0)}`]
      : []),
  ];
}

function comma(text: string): string {
  return text === '' ? '' : `, ${text}`;
}

/** Bytes change all the time: only another state, pass or attempt is news. */
function describeVolume(before: VolumeProgress | undefined, volume: VolumeProgress): string[] {
  const same =
    before?.state === volume.state &&
    before.pass === volume.pass &&
    before.attempt === volume.attempt;
  if (same || (before === undefined && volume.state === 'waiting')) return [];
  const pass = passOf(volume);
  const message = volume.message === undefined ? '' : `: ${volume.message}`;
  const bytes = volume.state === 'copied' ? `, ${formatBytes(volume.bytesDone)}` : '';
  const words = `${volume.state}${pass === '' ? '' : `, pass ${pass}`}${bytes}${message}`;
  return [`volume ${nameOf(volume)} ${words}`];
}

function findVolume(run: RunView | undefined, sought: VolumeProgress): VolumeProgress | undefined {
  return run?.volumes.find((volume) => nameOf(volume) === nameOf(sought));
}

function newComplaints(before: RunView | undefined, run: RunView): ConditionView[] {
  const known = new Set(complaints(before?.conditions ?? []).map(conditionText));
  return complaints(run.conditions).filter((condition) => !known.has(conditionText(condition)));
}
