import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { table } from '../bench/document.ts';
import { replaceSections } from '../bench/document.ts';
import { openScene } from '../e2e/harness/scene.ts';
import { LOADS } from './loads.ts';
import { errorOf, type Trial, tryLoad } from './measure.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const DOCUMENT = path.join(ROOT, 'docs/predictions.md');
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/predictions');
const AIM = 0.25;

/** Foretells and carries out a cutover under each load; the names of loads choose some, and leave the document alone. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = LOADS.filter(({ name }) => names.length === 0 || names.includes(name));
  if (names.length > chosen.length) {
    throw new Error(`there are the loads ${LOADS.map(({ name }) => name).join(', ')}`);
  }
  mkdirSync(ARTIFACTS, { recursive: true });
  const trials: Trial[] = [];
  await using cleanups = new AsyncDisposableStack();
  const scene = await openScene('predictions', {}, cleanups);
  try {
    for (const load of chosen) {
      const trial = await tryLoad(scene, load);
      trials.push(trial);
      console.log(rowOf(trial).join('  '));
      writeFileSync(path.join(ARTIFACTS, 'trials.json'), JSON.stringify(trials, null, 1));
    }
  } catch (error) {
    process.stderr.write(`${scene.product.logs()}\n`);
    throw error;
  }
  const tables = { predictions: summary(trials), date: new Date().toISOString().slice(0, 16) };
  console.log(`\n${tables.predictions}`);
  if (names.length > 0) return;
  writeFileSync(DOCUMENT, replaceSections(readFileSync(DOCUMENT, 'utf8'), tables));
}

const HEAD = [
  'load',
  'basis',
  'p50',
  'p90',
  'seen',
  'error',
  'within p90',
  'last pass: foretold, seen',
];

function rowOf(trial: Trial): string[] {
  const { load, prediction, seenSeconds, lastPass } = trial;
  const { p50Seconds, p90Seconds, basis, parts } = prediction;
  return [
    ...[load, basis, seconds(p50Seconds), seconds(p90Seconds), seconds(seenSeconds)],
    ...[percent(errorOf(trial)), seenSeconds <= p90Seconds ? 'yes' : 'no'],
    `${seconds(parts.lastPass)}, ${seconds(lastPass.seconds)} (${(lastPass.bytes / 1e6).toFixed(1)} MB)`,
  ];
}

function summary(trials: readonly Trial[]): string {
  const known = trials.filter(({ prediction }) => prediction.basis !== 'usual');
  const errors = known.map(errorOf);
  const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length);
  const within = errors.filter((error) => error <= AIM).length;
  return [
    table(HEAD, trials.map(rowOf)),
    '',
    `Mean error of those that rest on what was seen: ${percent(mean)}; ${within} of ${known.length} within the aim of ` +
      `${percent(AIM)}.`,
  ].join('\n');
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
