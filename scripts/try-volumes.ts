import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replaceSections } from '../test/bench/document.ts';
import { countJest } from './test-count.ts';
import { resultFile } from './test-suites.ts';
import {
  describeResults,
  type JestResults,
  mergeResults,
  type VolumeResults,
} from './volume-results.ts';

const ROOT = path.join(import.meta.dirname, '..');
const NODE = path.join(ROOT, 'node_modules/.bin/node');
const DOCUMENT = path.join(ROOT, 'docs/volumes.md');
const RESULTS = path.join(ROOT, 'test/volumes/results.json');

/** Runs the tests of all ways in which a volume moves, or those of some files, and writes down how they ended. */
async function main(words: readonly string[]): Promise<void> {
  const output = resultFile('volumes');
  mkdirSync(path.dirname(output), { recursive: true });
  rmSync(output, { force: true });
  if ((await run([NODE, 'infra/sandbox/main.ts', 'up'])) !== 0) {
    throw new Error('the sandbox could not be brought up');
  }
  const files = words.length === 0 ? [] : ['--testPathPatterns', words.join('|')];
  const jest = [NODE, path.join(ROOT, 'node_modules/.bin/jest'), '--selectProjects', 'volumes'];
  const options = ['--runInBand', '--forceExit', '--json', `--outputFile=${output}`];
  const code = await run([...jest, ...options, ...files]);
  const found = existsSync(output)
    ? (JSON.parse(readFileSync(output, 'utf8')) as JestResults & Parameters<typeof countJest>[0])
    : undefined;
  if (found !== undefined) keep(found);
  const { passed, failed } = countJest(found, code);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function keep(found: JestResults): void {
  const earlier = existsSync(RESULTS)
    ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as VolumeResults)
    : {};
  const at = `${new Date().toISOString().slice(0, 16)} UTC`;
  const results = mergeResults(earlier, found, { root: ROOT, at });
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  const sections = { volumes: describeResults(results) };
  writeFileSync(DOCUMENT, replaceSections(readFileSync(DOCUMENT, 'utf8'), sections));
}

async function run([file = '', ...args]: string[]): Promise<number> {
  const child = spawn(file, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

await main(process.argv.slice(2));
