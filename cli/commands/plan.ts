import { type Command, Option } from 'commander';
import { OBJECT_TRANSPORTS, type ObjectTransport } from '../../domain/plan/object-transport.ts';
import { formatTable } from '../columns.ts';
import type { Context, Session } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addExamples } from '../help.ts';
import { PLAN_VOLUMES, PLANS } from '../looks.ts';
import { printList, printOne } from '../output.ts';
import { describePrediction } from '../prediction-text.ts';
import type { PlanView } from '../server/views.ts';
import { checkDuration } from '../settings.ts';
import { waitReady } from '../wait-ready.ts';
import { conditionText } from '../condition-text.ts';
import { complaints } from '../watch/verdict.ts';
import { configureCheck } from './plan-check.ts';

interface CreateOptions {
  source: string;
  target: string;
  storage?: string;
  objectTransport?: ObjectTransport;
  namespace: string[];
  wait?: true;
  timeout: string;
}

export function configure(command: Command, context: Context): void {
  addExamples(command, [
    [
      'dray plan create shop --source old --target new --storage s3 --namespace shop',
      'make a plan',
    ],
    ['dray plan show shop', 'see what it is about'],
    ['dray plan check shop', 'see what becomes of every object, before a run'],
  ]);

  const create = command
    .command('create <name>')
    .description('create a plan')
    .requiredOption('--source <cluster>', 'where the applications are')
    .requiredOption('--target <cluster>', 'where they go')
    .option('--storage <name>', 'replication repository between the two')
    .addOption(
      new Option(
        '--object-transport <way>',
        'Velero, through the repository (default), or Direct, which needs none',
      ).choices(OBJECT_TRANSPORTS),
    )
    .requiredOption(
      '--namespace <namespace[:new-name]>',
      'namespace to move, may be given again (-n is the namespace of the plan)',
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option('--wait', 'wait until the plan is ready')
    .option('--timeout <time>', 'how long to wait', '5m')
    .action((name: string, options: CreateOptions) =>
      context.run(create, (session) => createPlan(session, name, options)),
    );
  addExamples(create, [
    [
      'dray plan create shop --source old --target new --storage s3 --namespace shop --namespace db:shop-db',
      'move two namespaces, one of them under another name',
    ],
  ]);

  const show = command
    .command('show <name>')
    .description('show a plan, its volumes and what stands in its way')
    .action((name: string) =>
      context.run(show, async (session) => showPlan(session, await session.api.plan(name))),
    );

  configureCheck(command, context);

  const list = command
    .command('list')
    .alias('ls')
    .description('list the plans')
    .action(() =>
      context.run(list, async (session) => {
        await printList(session, PLANS, await session.api.plans());
        return undefined;
      }),
    );
}

async function createPlan(
  session: Session,
  name: string,
  { source, target, storage, objectTransport, namespace, wait, timeout }: CreateOptions,
): Promise<ExitCode | undefined> {
  const timeoutMs = checkDuration('--timeout', timeout);
  const wanted = {
    ...{ name, source, target, namespaces: namespace },
    ...(storage === undefined ? {} : { repository: storage }),
    ...(objectTransport === undefined ? {} : { objectTransport }),
  };
  const created = await session.api.addPlan(wanted);
  session.io.err(`Plan ${name} created.\n`);
  const read = (): Promise<PlanView> => session.api.plan(name);
  const plan = wait === true ? await waitReady(session, { read, timeoutMs }) : created;
  await showPlan(session, plan);
  session.io.err(`Next: dray cutover ${name} --watch\n`);
  return undefined;
}

async function showPlan(session: Session, plan: PlanView): Promise<undefined> {
  await printOne(session, 'Plan', plan, describePlan);
}

function describePlan(plan: PlanView): string {
  const volumes = plan.volumes.length === 0 ? '' : `\n${formatTable(PLAN_VOLUMES, plan.volumes)}`;
  const notes = complaints(plan.conditions).map((each) => `! ${conditionText(each)}\n`);
  return [
    formatTable(
      PLANS.columns.filter(({ title }) => title !== 'PROBLEM'),
      [plan],
      true,
    ),
    volumes,
    `\n${describePrediction(plan)}`,
    ...(notes.length === 0 ? [] : ['\n', ...notes]),
  ].join('');
}
