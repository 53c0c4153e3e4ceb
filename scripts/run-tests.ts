import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  addCounts,
  countCommand,
  countJest,
  failedOnce,
  type JestOutput,
  type TestCount,
} from './test-count.ts';
import { DemoFailure } from '../infra/demo/demo-failure.ts';
import { namesClusters, readExistingGround } from '../infra/demo/existing-ground.ts';
import { listSuites, resultFile, type Suite } from './test-suites.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** What a shell says for a process that was ended because its time was over. */
const TIMED_OUT = 124;

interface Outcome {
  suite: string;
  count: TestCount;
  seconds: number;
}

/**
 * Runs every suite, or those named on the command line, whatever becomes of the others, and prints
 * `N passed, N failed` alone on the last line of standard output.
 */
async function main(): Promise<void> {
  mkdirSync(path.dirname(resultFile('')), { recursive: true });
  const wanted = chooseSuites(process.argv.slice(2), { existing: namesClusters(process.env) });
  const objection = wanted.some(({ clusters }) => clusters) ? objectionTo(process.env) : undefined;
  if (objection !== undefined) {
    console.error(objection);
    tell(failedOnce('the clusters are not named in full'));
    return;
  }
  const outcomes: Outcome[] = [];
  for (const suite of wanted) {
    console.log(`\n=== ${suite.name} ===`);
    outcomes.push(await runSuite(suite));
  }

  console.log(`\n${outcomes.map(describeOutcome).join('\n')}`);
  tell(addCounts(outcomes.map(({ count }) => count)));
}

/** The last line of all. */
function tell({ passed, failed }: TestCount): void {
  const lastLine = `${passed} passed, ${failed} failed`;
  writeFileSync(path.join(ROOT, '.cache/test/count'), `${lastLine}\n`);
  console.log(lastLine);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** What is missing to use the clusters that exist: said before anything has taken its time. */
function objectionTo(env: NodeJS.ProcessEnv): string | undefined {
  try {
    readExistingGround(env);
    return undefined;
  } catch (error) {
    if (error instanceof DemoFailure) return error.explain();
    throw error;
  }
}

function chooseSuites(names: string[], place: { existing: boolean }): Suite[] {
  const suites = listSuites(place);
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = suites.map(({ name }) => name).join(', ');
    throw new Error(`There is no suite ${unknown.join(', ')}; there are ${known}.`);
  }
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
}

async function runSuite(suite: Suite): Promise<Outcome> {
  const started = performance.now();
  rmSync(resultFile(suite.name), { force: true });
  const deadline = started + suite.limitMinutes * 60_000;
  let exitCode = 0;
  for (const command of suite.commands) {
    // Each command says what it has to say, even after another one failed.
    exitCode = (await run(command, deadline - performance.now())) || exitCode;
  }
  const count = countSuite(suite, exitCode);
  return { suite: suite.name, count, seconds: (performance.now() - started) / 1_000 };
}

function countSuite(suite: Suite, exitCode: number): TestCount {
  if (exitCode === TIMED_OUT) {
    return failedOnce(`${suite.name} took longer than ${suite.limitMinutes} min and was ended`);
  }
  switch (suite.kind) {
    case 'command':
      return countCommand(suite.name, exitCode);
    case 'jest':
      return countJest(readResults(suite.name), exitCode);
    case 'setup':
      return exitCode === 0 ? addCounts([]) : countCommand(suite.name, exitCode);
  }
}

function readResults(suite: string): JestOutput | undefined {
  try {
    return JSON.parse(readFileSync(resultFile(suite), 'utf8')) as JestOutput;
  } catch {
    return undefined;
  }
}

/** Exit code of a command whose output goes straight to the terminal. */
async function run([file = '', ...args]: string[], limitMs: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(file, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, limitMs);
  child.once('error', (error) => {
    console.error(error.message);
    resolve(127);
  });
  child.once('exit', (code) => resolve(timedOut ? TIMED_OUT : (code ?? 1)));
  const exitCode = await promise;
  clearTimeout(timer);
  return exitCode;
}

function describeOutcome({ suite, count, seconds }: Outcome): string {
  const skipped = count.skipped === 0 ? '' : `, ${count.skipped} skipped`;
  const line = `${suite.padEnd(10)} ${count.passed} passed, ${count.failed} failed${skipped} (${seconds.toFixed(1)} s)`;
  return [line, ...count.failures.map((name) => `  ✗ ${name.replace(`${ROOT}/`, '')}`)].join('\n');
}

await main();
