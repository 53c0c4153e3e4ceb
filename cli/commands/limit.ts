import type { Command } from 'commander';
import { chooseRun } from '../choose-run.ts';
import type { Context, Session } from '../context.ts';
import { addExamples } from '../help.ts';
import { printOne } from '../output.ts';
import { parseRate, rateText } from '../rate.ts';
import { describeRun } from '../watch/viewer.ts';

export function configure(command: Command, context: Context): void {
  command
    .argument('<run>', 'name of a run, or of a plan for its newest run, or @latest')
    .argument(
      '<rate>',
      'of each volume: 500K, 20M or 1.5G a second; none; default: as set for all runs',
    )
    .action((meant: string, rate: string) =>
      context.run(command, (session) => limit(session, meant, rate)),
    );
  addExamples(command, [
    ['dray limit shop-x7k2 20M', 'copy each volume at 20 MiB/s at most, from now on'],
    ['dray limit @latest none', 'let it go as fast as it can'],
  ]);
}

async function limit(session: Session, meant: string, rate: string): Promise<undefined> {
  const kibPerSecond = parseRate(rate);
  const { name } = await chooseRun(session, meant);
  const run = await session.api.limitRun(name, { kibPerSecond });
  session.io.err(
    `Run ${name} copies ${inWords(kibPerSecond)}; what runs follows within seconds.\n`,
  );
  await printOne(session, 'Run', run, (view) => describeRun(session, view));
  return undefined;
}

function inWords(kibPerSecond: number | null): string {
  if (kibPerSecond === null) return 'each volume as fast as is set for all runs';
  if (kibPerSecond === 0) return 'as fast as it can';
  return `each volume at ${rateText(kibPerSecond)} at most`;
}
