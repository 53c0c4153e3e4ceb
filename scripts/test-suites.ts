import { readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const NODE = path.join(ROOT, 'node_modules/.bin/node');

/** One part of the whole; `setup` is not a test, but the suites behind it need it. */
export interface Suite {
  name: string;
  kind: 'command' | 'jest' | 'setup';
  /** Run one after the other, each with the arguments of one command line, from the root. */
  commands: string[][];
  limitMinutes: number;
  /** Works on the two clusters, or brings them up. */
  clusters?: true;
}

const PRETTIER = ['prettier', '--check', '--log-level', 'warn', '.'];

const UP = [NODE, 'infra/sandbox/main.ts', 'up'];
/** Of the sandbox's parts the only one that tests need beside clusters that exist. */
const TEMPORAL = [NODE, 'scripts/ensure-temporal.ts'];

/**
 * Quick ones first: they tell most, soonest. The sandbox comes before what needs its parts; with clusters that
 * exist it is not brought up.
 */
export function listSuites({ existing }: { existing: boolean }): Suite[] {
  return [
    {
      name: 'lint',
      kind: 'command',
      commands: [tool('eslint', '.'), tool(...PRETTIER)],
      limitMinutes: 10,
    },
    { name: 'typecheck', kind: 'command', commands: [tool('tsc', '-p', '.')], limitMinutes: 10 },
    { name: 'generated', kind: 'command', commands: generators(), limitMinutes: 5 },
    {
      name: 'packages',
      kind: 'setup',
      commands: [[NODE, 'scripts/ensure-test-packages.ts']],
      limitMinutes: 10,
    },
    jest('unit', 15),
    {
      name: 'sandbox',
      kind: 'setup',
      commands: [existing ? TEMPORAL : UP],
      limitMinutes: 60,
      clusters: true,
    },
    jest('workflow', 20),
    jest('replay', 15),
    // One at a time: its tests share two clusters. A test that failed may leave a socket open: that must not keep the rest waiting.
    { ...jest('e2e', 60, '--runInBand', '--forceExit'), clusters: true },
    // Last: while it runs, nothing else on the machine has its servers.
    { ...jest('outages', 20, '--runInBand', '--forceExit'), clusters: true },
  ];
}

/** Where Jest leaves the results of a suite. */
export function resultFile(suite: string): string {
  return path.join(ROOT, '.cache/test', `${suite}.json`);
}

function jest(name: string, limitMinutes: number, ...more: string[]): Suite {
  const output = ['--json', `--outputFile=${resultFile(name)}`];
  return {
    name,
    kind: 'jest',
    commands: [tool('jest', '--selectProjects', name, ...output, ...more)],
    limitMinutes,
  };
}

/** A tool of node_modules, run by the Node that the product runs on. */
function tool(name = '', ...args: string[]): string[] {
  return [NODE, path.join(ROOT, 'node_modules/.bin', name), ...args];
}

/** Every generator knows --check: it writes nothing and fails when its files are not up to date. */
function generators(): string[][] {
  return readdirSync(import.meta.dirname)
    .filter((file) => /^generate-.*(?<!\.test)\.ts$/.test(file))
    .map((file) => [NODE, `scripts/${file}`, '--check']);
}
