import pc from 'picocolors';
import { formatDuration } from '../sandbox/progress/duration.ts';
import { drawBox, drawRows } from './box.ts';
import type { Hint } from './hints.ts';
import type { Lap } from './laps.ts';
import type { Acknowledgement } from './journal.ts';
import { longestOutage, switchOver } from './outage.ts';
import type { Proof } from './proofs.ts';
import { runSeconds, type RunReport } from './run-report.ts';

export interface DemoResult {
  /** Namespace and plan. */
  name: string;
  databaseBytes: number;
  acknowledged: readonly Acknowledgement[];
  proofs: readonly Proof[];
  run: RunReport;
  laps: readonly Lap[];
  hints: readonly Hint[];
}

/** Width of what stands in the frame: fits an ordinary terminal. */
const COLUMNS = 96;

/** True when everything that the demo claims was seen. Warnings are for reading; they take nothing back. */
export function holdsThroughout({ proofs, run }: DemoResult): boolean {
  return proofs.every(({ holds }) => holds) && ['succeeded', 'warnings'].includes(run.state);
}

/** The end of the demo: verdict, proofs, downtime, times, links. */
export function drawSummary(result: DemoResult): string {
  const good = holdsThroughout(result);
  const title = good
    ? pc.green(`${result.name} has moved, and nothing is lost`)
    : pc.red(`${result.name}: the proof failed`);
  return [
    drawBox(title, [...drawProofs(result.proofs), '', ...drawRows(factsOf(result), COLUMNS)]),
    ...whereInTemporal(result.run),
    '',
    pc.bold('Time of each phase of the run'),
    ...indent(drawRows(result.run.phaseSeconds.filter(tookTime).map(rowOfPhase))),
    '',
    pc.bold('Time of each step of this demo'),
    ...indent(drawRows(result.laps.map(rowOfLap))),
    '',
    pc.bold('Look around'),
    ...indent(result.hints.flatMap(({ meaning, command }) => [pc.dim(`# ${meaning}`), command])),
  ].join('\n');
}

function drawProofs(proofs: readonly Proof[]): string[] {
  const marked = proofs.map(({ claim, holds, evidence }) => {
    const mark = holds ? pc.green('✓') : pc.red('✗');
    return [`${mark} ${claim}`, evidence] as const;
  });
  return drawRows(marked, COLUMNS);
}

function factsOf(result: DemoResult): (readonly [string, string])[] {
  const { acknowledged, run, databaseBytes } = result;
  const on = (endpoint: string): number =>
    acknowledged.filter((commit) => commit.endpoint === endpoint).length;
  const took = runSeconds(run);
  return [
    ['database', `${Math.round(databaseBytes / 1e6)} MB`],
    [
      'commits',
      `${acknowledged.length} acknowledged: ${on('source')} on the source, ${on('target')} on the target`,
    ],
    ['downtime', pc.bold(downtimeText(acknowledged))],
    ...(run.downtime === undefined ? [] : ([['', byTheRun(run.downtime)]] as const)),
    ['run', `${run.name}, ${run.state}${took === undefined ? '' : ` after ${seconds(took)}`}`],
  ];
}

function downtimeText(acknowledged: readonly Acknowledgement[]): string {
  const outage = switchOver(acknowledged, 'source', 'target');
  if (outage === undefined) return 'the writer never reached the target';
  const longest = longestOutage(acknowledged);
  const other =
    longest === undefined || longest.ms === outage.ms
      ? 'its longest wait of all'
      : `its longest wait was another one: ${formatDuration(longest.ms)}`;
  return `${formatDuration(outage.ms)} as the writer saw it (${other})`;
}

function byTheRun(downtime: NonNullable<RunReport['downtime']>): string {
  const { seconds: counted, predictedSeconds } = downtime;
  const parts = [
    ...(counted === undefined ? [] : [`${seconds(counted)} by the clock of the run`]),
    ...(predictedSeconds === undefined
      ? []
      : [`${seconds(predictedSeconds)} predicted without the restore`]),
  ];
  return pc.dim(parts.join(', '));
}

function whereInTemporal({ temporal }: RunReport): string[] {
  if (temporal === undefined) return [];
  return [`The run in Temporal: ${temporal.url ?? `workflow ${temporal.workflowId}`}`];
}

type PhaseTime = RunReport['phaseSeconds'][number];

/** Most phases only look; a list of zeros tells nobody anything. */
function tookTime({ seconds: taken }: PhaseTime): boolean {
  return taken >= 0.1;
}

function rowOfPhase({ phase, seconds: taken }: PhaseTime): readonly [string, string] {
  return [phase, seconds(taken)];
}

function rowOfLap({ title, seconds: taken }: Lap): readonly [string, string] {
  return [title, seconds(taken)];
}

function seconds(value: number): string {
  return formatDuration(value * 1_000);
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
