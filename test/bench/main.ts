import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STATE_DIR } from '../../infra/sandbox/layout.ts';
import { createProgress } from '../../infra/sandbox/progress.ts';
import { EXISTING } from '../e2e/harness/ground.ts';
import { openScene } from '../e2e/harness/scene.ts';
import { type Bench, FULL, QUICK } from './bench.ts';
import { measureEmptyNamespace, measureManyObjects } from './cutovers.ts';
import type { Dataset } from './dataset.ts';
import { measureWarmDemo, readColdDemos } from './demo.ts';
import { replaceSections } from './document.ts';
import { historiesOf } from './histories.ts';
import { measureLocal, settleDisk } from './local-transfer.ts';
import { machineFacts } from './machine.ts';
import { measureFreshlyLoaded, measureOutage } from './outage.ts';
import { memoryOf } from './processes.ts';
import { measureProduct } from './product-transfer.ts';
import { type Measured, reportSections, type Transfer } from './report.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const DOCUMENT = path.join(ROOT, 'docs/performance.md');
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/bench');

/** `--quick` tries the benchmark itself on a small scale, prints, and writes nothing. */
async function main(quick: boolean): Promise<void> {
  if (EXISTING !== undefined) {
    throw new Error(
      'The benchmark measures the sandbox: unset DRAY_SOURCE_KUBECONFIG, DRAY_TARGET_KUBECONFIG.',
    );
  }
  const measured = await measure(quick ? QUICK : FULL);
  const sections = reportSections(measured);
  for (const [name, text] of Object.entries(sections)) console.log(`\n## ${name}\n\n${text}`);
  if (quick) return;
  writeFileSync(path.join(ARTIFACTS, 'measured.json'), JSON.stringify(measured, null, 1));
  writeFileSync(DOCUMENT, replaceSections(readFileSync(DOCUMENT, 'utf8'), sections));
  console.log(`\nWritten to ${path.relative(process.cwd(), DOCUMENT)}.`);
}

async function measure(sizes: Bench['sizes']): Promise<Measured> {
  mkdirSync(ARTIFACTS, { recursive: true });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  await using cleanups = new AsyncDisposableStack();
  const scene = await openScene('bench', {}, cleanups);
  const facts = await machineFacts(scene);
  const bench: Bench = {
    ...{ scene, sizes, sites: scene.sites, folder: ARTIFACTS },
    ...{ progress: createProgress(), signal: interrupted.signal },
  };
  const { runs } = sizes;
  try {
    const outages = await repeat(bench, { title: 'PostgreSQL', times: runs }, measureOutage);
    const freshlyLoaded = await repeat(
      bench,
      { title: 'PostgreSQL, freshly loaded', times: 1 },
      measureFreshlyLoaded,
    );
    const empty = await repeat(
      bench,
      { title: 'Empty namespace', times: runs },
      measureEmptyNamespace,
    );
    const cutovers = await repeat(bench, { title: 'Many objects', times: 1 }, measureManyObjects);
    const manyObjects = { count: sizes.objects, cutovers };
    const transfers = await measureTransfers(bench);
    const { server, worker } = scene.product;
    const memory = await Promise.all([worker, server].map(memoryOf));
    const [outage] = outages;
    const histories = outage === undefined ? [] : await historiesOf(bench, outage);
    const warmSeconds = await bench.progress.step('make demo', () => measureWarmDemo(scene));
    const demo = { warmSeconds, cold: await readColdDemos() };
    return {
      facts,
      outages,
      freshlyLoaded,
      empty,
      manyObjects,
      transfers,
      memory,
      histories,
      demo,
    };
  } catch (error) {
    process.stderr.write(`${scene.product.logs()}\n`);
    throw error;
  }
}

/** Ours and the others in turn, so that a slow hour of the disk falls on all of them. */
async function measureTransfers(bench: Bench): Promise<Transfer[]> {
  const { runs: times, volumeBytes: bytes, files } = bench.sizes;
  const datasets: Dataset[] = [
    { name: 'one file', bytes, files: 1 },
    { name: 'small files', bytes, files },
  ];
  const transfers = datasets.map((dataset): Transfer => ({ dataset, product: [], local: [] }));
  const directory = path.join(STATE_DIR, 'bench');
  if (existsSync(directory)) throw new Error(`${directory} is there: does a benchmark run?`);
  await repeat(bench, { title: 'Transfers', times }, async (_, number) => {
    for (const { dataset, product, local } of transfers) {
      product.push(await measureProduct(bench, dataset, number));
      await settleDisk();
      local.push(await measureLocal(directory, dataset));
    }
  });
  return transfers;
}

async function repeat<T>(
  bench: Bench,
  { title, times }: { title: string; times: number },
  measureOne: (bench: Bench, number: number) => Promise<T>,
): Promise<T[]> {
  const { progress, signal } = bench;
  const results: T[] = [];
  for (let number = 1; number <= times; number++) {
    signal.throwIfAborted();
    const one = `${title}, ${number} of ${times}`;
    const result = await progress.step(one, () => measureOne(bench, number));
    results.push(result);
    // What was measured outlives a run that fails later.
    appendFileSync(
      path.join(bench.folder, 'measured.jsonl'),
      `${JSON.stringify({ one, result })}\n`,
    );
    await settleDisk();
  }
  return results;
}

/** A failure of clearing up must not hide why there was something to clear up. */
function explain(error: unknown): string {
  if (error instanceof SuppressedError) {
    return `${explain(error.suppressed)}\nand, when clearing up: ${explain(error.error)}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main(process.argv.includes('--quick'));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
