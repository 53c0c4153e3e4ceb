import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Gives a command its arguments, options, examples and action. */
export type Configure = (command: Command, context: Context) => void;

export interface CommandRow {
  name: string;
  summary: string;
  group: 'Migrate' | 'Set up' | 'Run' | 'Other';
  /** Only the command that was asked for is loaded: the program starts fast. */
  load: () => Promise<{ configure: Configure }>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'plan',
    summary: 'create and show plans: what is to be moved, from where to where',
    group: 'Migrate',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'stage',
    summary: 'run a plan: copy its volumes, and leave the applications where they are',
    group: 'Migrate',
    load: () => import('./commands/stage.ts'),
  },
  {
    name: 'state',
    summary: 'run a plan: copy its volumes to claims of an application that is brought otherwise',
    group: 'Migrate',
    load: () => import('./commands/state.ts'),
  },
  {
    name: 'cutover',
    summary: 'run a plan: copy, stop the applications, copy the rest, start them on the target',
    group: 'Migrate',
    load: () => import('./commands/cutover.ts'),
  },
  {
    name: 'rollback',
    summary: 'bring an application back: delete it from the target, start it on the source',
    group: 'Migrate',
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'status',
    summary: 'show where a run stands, or follow it',
    group: 'Migrate',
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'runs',
    summary: 'list the runs',
    group: 'Migrate',
    load: () => import('./commands/runs.ts'),
  },
  {
    name: 'report',
    summary: 'show what a run brought, changed and left behind, and why',
    group: 'Migrate',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'cancel',
    summary: 'cancel a run; unless the target runs, the source is put back',
    group: 'Migrate',
    load: () => import('./commands/cancel.ts'),
  },
  {
    name: 'retry',
    summary: 'try the step again at which a run waits',
    group: 'Migrate',
    load: () => import('./commands/retry.ts'),
  },
  {
    name: 'skip',
    summary: 'leave out the step at which a run waits',
    group: 'Migrate',
    load: () => import('./commands/skip.ts'),
  },
  {
    name: 'limit',
    summary: 'change how fast a run copies its volumes, while it runs',
    group: 'Migrate',
    load: () => import('./commands/limit.ts'),
  },
  {
    name: 'schedule',
    summary: 'run plans again and again: create, show, pause and resume schedules',
    group: 'Migrate',
    load: () => import('./commands/schedule.ts'),
  },
  {
    name: 'cluster',
    summary: 'register and list clusters',
    group: 'Set up',
    load: () => import('./commands/cluster.ts'),
  },
  {
    name: 'storage',
    summary: 'register and list replication repositories',
    group: 'Set up',
    load: () => import('./commands/storage.ts'),
  },
  {
    name: 'install',
    summary: 'install the kinds and roles of Drayage, or its account on a remote cluster',
    group: 'Set up',
    load: () => import('./commands/install.ts'),
  },
  {
    name: 'serve',
    summary: 'run server, controller and worker, with a Temporal unless one is named',
    group: 'Run',
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'server',
    summary: 'run the server and the controller, beside an existing Temporal',
    group: 'Run',
    load: () => import('./commands/server.ts'),
  },
  {
    name: 'worker',
    summary: 'run a worker, beside an existing Temporal',
    group: 'Run',
    load: () => import('./commands/worker.ts'),
  },
  {
    name: 'sandbox',
    summary: 'two real clusters on this machine, to try things out',
    group: 'Run',
    load: () => import('./commands/sandbox.ts'),
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    group: 'Other',
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'version',
    summary: 'print the version',
    group: 'Other',
    load: () => import('./commands/version.ts'),
  },
];
