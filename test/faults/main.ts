import { raiseGround } from '../e2e/harness/ground.ts';
import { takeStage } from '../e2e/harness/scene.ts';
import { type Cell, listCells } from './cells.ts';
import { playCells } from './lanes.ts';
import { writeDocument } from './matrix-document.ts';
import { type Results, readResults, writeResults } from './results.ts';
import { shuffle } from './slice.ts';

const OUTAGE_MS = 20_000;

interface Wish {
  /** Cells whose id contains one of these, those of the first one first; all when empty. */
  only: readonly string[];
  /** Leaves out what passed already. */
  rest: boolean;
  lanes: number;
  /** No cell is begun later than this. */
  minutes: number;
}

/** Plays the matrix, or some of its cells, and writes down what came of each as soon as it is known. */
async function main(wish: Wish): Promise<void> {
  const results = readResults();
  const cells = chooseCells(wish, results);
  console.log(`${cells.length} cells, ${wish.lanes} at a time`);
  const limit = performance.now() + wish.minutes * 60_000;
  const asked = askedToEnd();
  await using cleanups = new AsyncDisposableStack();
  await takeStage('faults-matrix', cleanups);
  let [passed, failed] = [0, 0];
  await playCells({
    ...{ ground: await raiseGround(), cells, lanes: wish.lanes, outageMs: OUTAGE_MS },
    goOn: () => !asked.aborted && performance.now() < limit,
    onPlayed: ({ id }, { done, wrong, seconds }) => {
      const isRight = wrong.length === 0;
      if (isRight) passed += 1;
      else failed += 1;
      console.log(`${isRight ? '✓' : '✗'} ${id} (${seconds} s): ${done.join(', ')}`);
      for (const one of wrong) console.log(`    ${one}`);
      results[id] = { passed: isRight, seconds, ...(isRight ? {} : { wrong }) };
      writeResults(results);
      writeDocument(results);
    },
  });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** What was begun is played to its end, and taken away: a second signal leaves all as it is. */
function askedToEnd(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked.signal.aborted) process.exit(1);
      console.log('no further cell is begun');
      asked.abort();
    });
  }
  return asked.signal;
}

function chooseCells({ only, rest }: Wish, results: Results): Cell[] {
  const cells = listCells().filter(
    ({ id }) => only.length === 0 || only.some((part) => id.includes(part)),
  );
  if (cells.length === 0) {
    throw new Error(
      `No cell is called ${only.join(' or ')}; one is cutover/EnsureQuiesced/cancel.`,
    );
  }
  const wanted = rest ? cells.filter(({ id }) => results[id]?.passed !== true) : cells;
  const turnOf = ({ id }: Cell): number => only.findIndex((part) => id.includes(part));
  return shuffle(wanted, '').sort((a, b) => turnOf(a) - turnOf(b));
}

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`${name} is "${text}": give a number above 0.`);
}

const { REST, LANES = '3', MINUTES = 'Infinity' } = process.env;
await main({
  only: process.argv.slice(2),
  rest: REST === '1',
  lanes: readNumber('LANES', LANES),
  minutes: readNumber('MINUTES', MINUTES),
});
