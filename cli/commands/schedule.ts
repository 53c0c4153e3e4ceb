import { type Command, Option } from 'commander';
import { SCHEDULED_TYPES } from '../../domain/kinds/mig-schedule.ts';
import { formatTable } from '../columns.ts';
import { usageError } from '../command-error.ts';
import { conditionText } from '../condition-text.ts';
import type { Context, Session } from '../context.ts';
import { addExamples } from '../help.ts';
import { SCHEDULES } from '../looks.ts';
import { printList, printOne } from '../output.ts';
import type { ScheduleView } from '../server/views.ts';
import { complaints } from '../watch/verdict.ts';

interface CreateOptions {
  plan: string;
  type?: (typeof SCHEDULED_TYPES)[number];
  cron?: string;
  interval?: string;
  timeZone?: string;
  window?: string;
  jitter?: string;
  keep?: string;
}

export function configure(command: Command, context: Context): void {
  addExamples(command, [
    [
      'dray schedule create nightly --plan shop --cron "0 22 * * *" --time-zone Europe/Berlin',
      'stage the plan every night',
    ],
    [
      'dray schedule create often --plan shop --interval 6h --window 20:00-06:00',
      'every six hours, at night only',
    ],
    ['dray schedule resume nightly', 'go on after what made a run fail was mended'],
  ]);

  const create = command
    .command('create <name>')
    .description('run a plan again and again')
    .requiredOption('--plan <plan>', 'plan to run')
    .addOption(new Option('--type <type>', 'stage (default), or state').choices(SCHEDULED_TYPES))
    .option('--cron <fields>', 'when: five fields of cron; or give --interval')
    .option('--interval <time>', 'how often (90s, 6h, 1h30m); or give --cron')
    .option('--time-zone <name>', 'time zone of --cron and --window; UTC when left out')
    .option('--window <start-end>', 'times of day between which a run may begin: 22:00-05:00')
    .option('--jitter <time>', 'begin up to so much later')
    .option('--keep <runs>', 'succeeded runs that are kept (10)')
    .action((name: string, options: CreateOptions) =>
      context.run(create, (session) => createSchedule(session, name, options)),
    );

  const list = command
    .command('list')
    .alias('ls')
    .description('list the schedules')
    .action(() =>
      context.run(list, async (session) => {
        await printList(session, SCHEDULES, await session.api.schedules());
        return undefined;
      }),
    );

  for (const [word, summary, act, said] of ACTS) {
    const one = command
      .command(`${word} <name>`)
      .description(summary)
      .action((name: string) =>
        context.run(one, async (session) => {
          const view = await session.api[act](name);
          if (said !== '') session.io.err(`Schedule ${name} ${said}.\n`);
          await printOne(session, 'Schedule', view, describeSchedule);
          return undefined;
        }),
      );
  }
}

/** Commands about one schedule: what is asked of the server, and what was done. */
const ACTS = [
  ['show', 'show a schedule, its next and its last run', 'schedule', ''],
  ['pause', 'pause a schedule; a run that goes on goes on', 'pauseSchedule', 'paused'],
  [
    'resume',
    'resume a schedule, also one that a failed run has paused',
    'resumeSchedule',
    'resumed',
  ],
  ['delete', 'delete a schedule; its runs stay', 'deleteSchedule', 'deleted'],
] as const;

async function createSchedule(
  session: Session,
  name: string,
  { plan, window, keep, ...rest }: CreateOptions,
): Promise<undefined> {
  const view = await session.api.addSchedule({
    ...{ name, plan, ...rest },
    ...(window === undefined ? {} : { window: readWindow(window) }),
    ...(keep === undefined ? {} : { keepRuns: readCount(keep) }),
  });
  session.io.err(`Schedule ${name} created.\n`);
  await printOne(session, 'Schedule', view, describeSchedule);
}

function describeSchedule(view: ScheduleView): string {
  const { lastRun } = view;
  const last =
    lastRun === undefined
      ? []
      : [
          `Last: ${lastRun.name ?? 'no run'}, for ${lastRun.scheduledFor}, ${lastRun.state}`,
          ...(lastRun.message === undefined ? [] : [`  ${lastRun.message}`]),
        ];
  const notes = complaints(view.conditions).map((each) => `! ${conditionText(each)}`);
  return [formatTable(SCHEDULES.columns, [view], true), ...[...last, ...notes].map(line)].join('');
}

function line(text: string): string {
  return `${text}\n`;
}

function readWindow(text: string): { start: string; end: string } {
  const [, start, end] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  if (start !== undefined && end !== undefined) return { start, end };
  throw usageError(`--window ${text}: not two times of day`, 'Write it like 22:00-05:00.');
}

function readCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError(`--keep ${text}: not a number`, 'Write it like 10.');
}
