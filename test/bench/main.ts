import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STATE_DIR } from '../../infra/sandbox/layout.ts';
import { createProgress } from '../../infra/sandbox/progress.ts';
import { EXISTING } from '../e2e/harness/ground.ts';
import { openScene } from '../e2e/harness/scene.ts';
import { type Bench, FULL, QUICK } from './bench.ts';
import { measureBothWays } from './cutovers.ts';
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

interface Wish {
  /** Tries the benchmark itself on a small scale, prints, and writes nothing. */
  quick: boolean;
  /** What to measure; all when it is empty. What is left out stays in the document as it was. */
  only: readonly string[];
}

async function main({ quick, only }: Wish): Promise<void> {
  if (EXISTING !== undefined) {
    throw new Error(
      'The benchmark measures the sandbox: unset DRAY_SOURCE_KUBECONFIG, DRAY_TARGET_KUBECONFIG.',
    );
  }
  const unknown = only.filter((name) => !Object.hasOwn(MEASUREMENTS, name));
  if (unknown.length > 0) {
    const known = Object.keys(MEASUREMENTS).join(', ');
    throw new Error(`There is no measurement ${unknown.join(', ')}; there are ${known}.`);
  }
  const measured = await measure(quick ? QUICK : FULL, only);
  const sections = reportSections(measured);
  for (const [name, text] of Object.entries(sections)) console.log(`\n## ${name}\n\n${text}`);
  if (quick) return;
  writeFileSync(path.join(ARTIFACTS, 'measured.json'), JSON.stringify(measured, null, 1));
  writeFileSync(DOCUMENT, replaceSections(readFileSync(DOCUMENT, 'utf8'), sections));
  console.log(`\nWritten to ${path.relative(process.cwd(), DOCUMENT)}.`);
}

/** In this order; each adds to what is measured by then. */
const MEASUREMENTS = {
  outages: async (bench, measured) => {
    const { runs: times } = bench.sizes;
    const settled = await repeat(bench, { title: 'PostgreSQL', times }, measureOutage);
    const title = 'PostgreSQL, freshly loaded';
    const fresh = await repeat(bench, { title, times: 1 }, measureFreshlyLoaded);
    measured.outages = { settled, fresh };
  },
  objects: async (bench, measured) => {
    measured.objects = [];
    for (const [count, times] of [
      [0, bench.sizes.runs],
      [bench.sizes.objects, 1],
    ] as const) {
      const moves = await repeat(bench, { title: `${count} objects`, times }, (_, number) =>
        measureBothWays(bench, { count, number }),
      );
      measured.objects.push({ count, moves });
    }
  },
  transfers: async (bench, measured) => {
    measured.transfers = await measureTransfers(bench);
  },
  footprint: async (bench, measured) => {
    const { server, worker } = bench.scene.product;
    const memory = await Promise.all([worker, server].map(memoryOf));
    const outage = measured.outages?.settled[0];
    const histories = outage === undefined ? [] : await historiesOf(bench, outage);
    measured.footprint = { memory, histories };
  },
  demo: async (bench, measured) => {
    const warmSeconds = await bench.progress.step('make demo', () => measureWarmDemo(bench.scene));
    measured.demo = { warmSeconds, cold: await readColdDemos() };
  },
} as const satisfies Record<string, (bench: Bench, measured: Partial<Measured>) => Promise<void>>;

async function measure(sizes: Bench['sizes'], only: readonly string[]): Promise<Partial<Measured>> {
  mkdirSync(ARTIFACTS, { recursive: true });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  await using cleanups = new AsyncDisposableStack();
  const scene = await openScene('bench', {}, cleanups);
  // Numbers of several machines in one document would be worse than an old line about one.
  const measured: Partial<Measured> = only.length > 0 ? {} : { facts: await machineFacts(scene) };
  const bench: Bench = {
    ...{ scene, sizes, sites: scene.sites, folder: ARTIFACTS },
    ...{ progress: createProgress(), signal: interrupted.signal },
  };
  try {
    for (const [name, take] of Object.entries(MEASUREMENTS)) {
      if (only.length === 0 || only.includes(name)) await take(bench, measured);
    }
    return measured;
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
  const [...words] = process.argv.slice(2);
  const only = words.filter((word) => !word.startsWith('--'));
  await main({ quick: words.includes('--quick'), only });
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
