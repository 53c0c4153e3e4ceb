import type { Command } from 'commander';
import { CommandError } from '../command-error.ts';
import type { Context, Session } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { formatDuration } from '../format.ts';
import { printOne } from '../output.ts';
import { pause } from '../pause.ts';
import { describeReport } from '../report-text.ts';
import type { ReportView } from '../server/views.ts';
import { checkDuration } from '../settings.ts';
import { waitReady } from '../wait-ready.ts';

interface CheckOptions {
  wait: boolean;
  timeout: string;
  all?: boolean;
}

const LOOK_EVERY_MS = 500;

/** `dray plan check`: what a run of the plan would do, without one. */
export function configureCheck(plan: Command, context: Context): void {
  const check = plan
    .command('check <name>')
    .description('find out what a run would bring, change, leave behind or be refused for')
    .option('--no-wait', 'only ask for it; the report comes later')
    .option('--timeout <time>', 'how long to wait', '5m')
    .option('--all', 'list every object, not only what a person should read')
    .action((name: string, options: CheckOptions) =>
      context.run(check, (session) => checkPlan(session, name, options)),
    );
  addExamples(check, [
    ['dray plan check shop', 'look before a run; nothing is touched. 4 when it would be refused'],
    ['dray plan check shop -o json', 'every object and its reasons, for scripts'],
  ]);
}

async function checkPlan(
  session: Session,
  name: string,
  { wait, timeout, all = false }: CheckOptions,
): Promise<ExitCode | undefined> {
  const timeoutMs = checkDuration('--timeout', timeout);
  if (!wait) {
    await session.api.dryRun(name);
    session.io.err(`A dry run of plan ${name} was asked for.\n`);
    return undefined;
  }
  const start = session.io.now();
  await waitReady(session, { read: () => session.api.plan(name), timeoutMs });
  const { request } = await session.api.dryRun(name);
  const left = timeoutMs - (session.io.now() - start);
  const report = await awaitReport(session, { name, request, timeoutMs: left });
  await printOne(session, 'Report', report, (view) => describeReport(view, { all }));
  return report.blocked ? EXIT.blocked : undefined;
}

async function awaitReport(
  { api, io }: Session,
  { name, request, timeoutMs }: { name: string; request: string; timeoutMs: number },
): Promise<ReportView> {
  const start = io.now();
  for (;;) {
    const report = await orNone(() => api.reportOfPlan(name));
    if (report !== undefined && answers(report, request)) return report;
    if (io.now() - start >= timeoutMs) throw tooLate(name, timeoutMs);
    await pause(io, LOOK_EVERY_MS);
  }
}

/** Somebody may have asked anew meanwhile: then the newer request alone is answered. */
function answers({ request = '' }: ReportView, asked: string): boolean {
  return request === asked || Date.parse(request) > Date.parse(asked);
}

/** The first report of a plan comes after the request. */
async function orNone(read: () => Promise<ReportView>): Promise<ReportView | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CommandError && error.parts.exitCode === EXIT.notFound) return undefined;
    throw error;
  }
}

function tooLate(name: string, timeoutMs: number): CommandError {
  return new CommandError({
    exitCode: EXIT.timeout,
    detail: `the dry run of ${name} is not done after ${formatDuration(timeoutMs / 1000)}`,
    hint: 'It goes on without being waited for; --timeout gives it longer, and Temporal knows what it waits for.',
  });
}
