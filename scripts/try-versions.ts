import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ALL_IMAGES, buildImages } from '../infra/sandbox/images/build.ts';
import { DEMO_LOCK_FILE, STAGE_LOCK_FILE } from '../infra/sandbox/layout.ts';
import { sandboxUp } from '../infra/sandbox/lifecycle.ts';
import { takeLock } from '../infra/sandbox/lock.ts';
import { createProgress } from '../infra/sandbox/progress.ts';
import { openToolchain, toolsFor } from '../infra/sandbox/toolchain/toolchain.ts';
import { DEFAULT_VERSIONS, describeVersions, runningVersions } from '../infra/sandbox/versions.ts';
import { countJest, type JestOutput } from './test-count.ts';
import { resultFile } from './test-suites.ts';
import {
  chooseSuite,
  type VersionSuite,
  suiteCommand,
  suiteEnvironment,
} from './version-suites.ts';

const ROOT = path.join(import.meta.dirname, '..');
const progress = createProgress();

/** Runs one suite, or some of its tests, on a sandbox of its own versions, and leaves the ordinary one behind. */
async function main([name = '', ...tests]: string[]): Promise<void> {
  const suite = chooseSuite(name, tests);
  // Before anybody has to wait for us.
  const toolchain = openToolchain(toolsFor(suite.versions), progress);
  await buildImages(ALL_IMAGES, { toolchain, progress, versions: suite.versions });
  const locks = [
    await takeLock({ purpose: `suite ${name}`, file: STAGE_LOCK_FILE, onWait: tellWait }),
    await takeLock({ purpose: `suite ${name}`, file: DEMO_LOCK_FILE, onWait: tellWait }),
  ];
  try {
    await sandboxUp({ progress, versions: suite.versions });
    await runTests(name, suite);
  } finally {
    try {
      await sandboxUp({ progress, versions: DEFAULT_VERSIONS });
    } finally {
      await Promise.all(locks.map((lock) => lock.release()));
    }
  }
}

/** Its last line is `N passed, N failed`, as that of all tests. */
async function runTests(name: string, suite: VersionSuite): Promise<void> {
  const output = resultFile(name);
  mkdirSync(path.dirname(output), { recursive: true });
  rmSync(output, { force: true });
  const [file = '', ...args] = suiteCommand(name, suite);
  const env = { ...process.env, ...suiteEnvironment(suite) };
  const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  const { passed, failed, failures } = countJest(readResults(output), code ?? 1);
  for (const failure of failures) console.log(`  ✗ ${failure.replace(`${ROOT}/`, '')}`);
  console.log(`${name}: ${describeVersions(runningVersions(suite.versions))}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function readResults(file: string): JestOutput | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestOutput;
  } catch {
    return undefined;
  }
}

function tellWait(holder: string): void {
  console.error(`waiting for the sandbox: ${holder}`);
}

await main(process.argv.slice(2));
