import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../infra/sandbox/command.ts';
import { formatBytes } from '../../../infra/sandbox/progress/duration.ts';
import { createProgress, type Progress } from '../../../infra/sandbox/progress.ts';
import { replaceSections, table } from '../document.ts';
import { ownName, removeLeftovers } from './leftovers.ts';
import { ensureKopia, ensurePrograms } from './programs.ts';
import type { Measured } from './results.ts';
import { gather, measureRound } from './rounds.ts';
import { type BenchSet, benchSets, FULL, QUICK } from './sets.ts';
import { conclusions, peerTables } from './tables.ts';
import type { Way } from './way.ts';
import { kopiaWay } from './ways/kopia.ts';
import { MTC } from './ways/mtc.ts';
import { OURS } from './ways/ours.ts';
import { COPY, DAEMON, PLAIN } from './ways/plain.ts';
import { PV_MIGRATE } from './ways/pv-migrate.ts';
import { RESTIC } from './ways/restic.ts';
import { VARIANTS } from './ways/variants.ts';
import { VOLSYNC } from './ways/volsync.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const DOCUMENT = path.join(ROOT, 'docs/performance.md');
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/bench-transfer');
const MEMORY = '/dev/shm';
const WAYS: readonly Way[] = [OURS, PLAIN, DAEMON, COPY, MTC, PV_MIGRATE, VOLSYNC, RESTIC];

interface Wish {
  /** Tries the benchmark itself on a small scale; prints, and writes nothing. */
  quick: boolean;
  /** One round instead of several; prints, and writes nothing. */
  once: boolean;
  /** Names of ways or of data sets, with `-` for spaces; all when it is empty. `flags` is ours, flag by flag. */
  only: readonly string[];
}

async function main({ quick, once, only }: Wish): Promise<void> {
  const progress = createProgress();
  if (os.availableParallelism() < 2) throw new Error('both ends need a processor of their own: 2');
  await ensurePrograms(progress);
  const kopia = await ensureKopia(progress);
  const everyWay = 'program' in kopia ? [...WAYS, kopiaWay(kopia.program)] : WAYS;
  const scale = { ...(quick ? QUICK : FULL), ...(once && { rounds: 1 }) };
  const { ways, sets } = choose(only, everyWay, benchSets(scale));
  await removeLeftovers(MEMORY);
  await checkRoom(ways, sets);
  const load = os.loadavg();
  const results = await measure({ progress, ways, sets, rounds: scale.rounds });
  const sections = {
    'peer machine': table(['', ''], await facts({ load, rounds: scale.rounds })),
    peers: [
      peerTables(sets, ways, results),
      ...('missing' in kopia ? [`kopia is missing: ${kopia.missing}.`] : []),
    ].join('\n\n'),
    'peer conclusions': conclusions(sets, ways, results),
  };
  for (const [name, text] of Object.entries(sections)) console.log(`\n## ${name}\n\n${text}`);
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(path.join(ARTIFACTS, 'measured.json'), JSON.stringify(results, null, 1));
  // Numbers of several runs in one table would be compared, and are not comparable.
  if (quick || once || only.length > 0) return;
  writeFileSync(DOCUMENT, replaceSections(readFileSync(DOCUMENT, 'utf8'), sections));
  console.log(`\nWritten to ${path.relative(process.cwd(), DOCUMENT)}.`);
}

const FLAGS = 'flags';

function choose(only: readonly string[], ways: readonly Way[], sets: readonly BenchSet[]) {
  const wordOf = ({ name }: { name: string }) => name.replaceAll(' ', '-');
  const known = [FLAGS, ...[...ways, ...VARIANTS, ...sets].map(wordOf)];
  const unknown = only.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    throw new Error(
      `There is nothing called ${unknown.join(', ')}; there are ${known.join(', ')}.`,
    );
  }
  const named = (one: { name: string }) => only.includes(wordOf(one));
  const chosenWays = only.includes(FLAGS)
    ? [OURS, PLAIN, ...VARIANTS]
    : [...ways, ...VARIANTS].filter(named);
  const chosenSets = sets.filter(named);
  return {
    ways: chosenWays.length === 0 ? ways : chosenWays,
    sets: chosenSets.length === 0 ? sets : chosenSets,
  };
}

/** All copies of a data set are there at the same time, and those with a repository hold it twice. */
async function checkRoom(ways: readonly Way[], sets: readonly BenchSet[]): Promise<void> {
  const needed = Math.max(...sets.map(({ bytes }) => bytes)) * (ways.length + 4);
  const { bavail, bsize } = await statfs(MEMORY);
  const available = Math.min(
    bavail * bsize,
    availableMemory(readFileSync('/proc/meminfo', 'utf8')),
  );
  if (available * 0.8 >= needed) return;
  throw new Error(
    `${MEMORY} and memory have room for ${formatBytes(available)}; the copies take ${formatBytes(needed)} of at most four fifths of it. Free some, or choose fewer ways with ONLY.`,
  );
}

function availableMemory(memoryInfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(memoryInfo)?.[1] ?? 0) * 1024;
}

async function measure({
  progress,
  ways,
  sets,
  rounds,
}: {
  progress: Progress;
  ways: readonly Way[];
  sets: readonly BenchSet[];
  rounds: number;
}): Promise<Measured[]> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const home = await mkdtemp(path.join(MEMORY, ownName()));
  const measured: Measured[] = [];
  try {
    for (let number = 1; number <= rounds; number++) {
      for (const set of sets) {
        const directory = path.join(home, `${number}-${set.name.replaceAll(' ', '-')}`);
        mkdirSync(directory);
        const round = { number, directory, set, ways, signal: interrupted.signal };
        const title = `${set.name}, ${number} of ${rounds}`;
        measured.push(...(await progress.step(title, () => measureRound(round))));
      }
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  return gather(measured);
}

async function facts({ load, rounds }: { load: number[]; rounds: number }) {
  const first = async (command: string[]) =>
    (await runCommand(command)).split('\n')[0]?.trim() ?? '';
  const [cpu] = os.cpus();
  return [
    ['date', `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['processor', `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`],
    ['load before the start', load.map((one) => one.toFixed(2)).join(' ')],
    ['rounds', String(rounds)],
    ['rsync', (await first(['rsync', '--version'])).replace(/^rsync\s+version (\S+).*$/, '$1')],
    ['OpenSSL', await first(['openssl', 'version'])],
    ['restic', await first(['restic', 'version'])],
  ] as const;
}

try {
  const words = process.argv.slice(2);
  const only = words.filter((word) => !word.startsWith('--'));
  await main({ quick: words.includes('--quick'), once: words.includes('--once'), only });
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
