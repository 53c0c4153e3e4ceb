import type { Command } from 'commander';
import { movesObjects } from '../../domain/run/run-type.ts';
import { type Among, chooseRun, LATEST } from '../choose-run.ts';
import type { Context } from '../context.ts';
import { addExamples } from '../help.ts';
import { printOne } from '../output.ts';
import { describeReport } from '../report-text.ts';

/** Stages and state migrations move no objects, rollbacks take back what a report tells of. */
const REPORTED: Among = {
  what: 'cutover that has begun',
  fits: ({ type, startedAt }) => movesObjects(type) && startedAt !== undefined,
};

export function configure(command: Command, context: Context): void {
  command
    .argument('[run]', 'name of a run, or of a plan for its newest cutover', LATEST)
    .option('--all', 'list every object, not only what a person should read')
    .action((meant: string, { all = false }: { all?: boolean }) =>
      context.run(command, async (session) => {
        const { name } = await chooseRun(session, meant, REPORTED);
        const report = await session.api.reportOfRun(name);
        await printOne(session, 'Report', report, (view) => describeReport(view, { all }));
        return undefined;
      }),
    );
  addExamples(command, [
    ['dray report shop', 'what the newest cutover of a plan left behind or changed, and why'],
    ['dray report shop-x7k2 -o json', 'every object of a run, for scripts'],
  ]);
}
