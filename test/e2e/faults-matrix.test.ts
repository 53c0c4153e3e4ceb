import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listCells } from '../faults/cells.ts';
import { playCells } from '../faults/lanes.ts';
import type { Played } from '../faults/play.ts';
import { readSeed } from '../faults/seed.ts';
import { chooseSlice } from '../faults/slice.ts';
import { raiseGround } from './harness/ground.ts';
import { takeStage } from './harness/scene.ts';

/** Some cells of the matrix, others at another commit; all of it is played by `make faults`. */
const SEED = readSeed(process.env);
const CELLS = chooseSlice(listCells(), SEED);

const LANES = 2;
/** Long enough for everybody to notice, with retries; in the whole matrix it is 20 s. */
const OUTAGE_MS = 7_000;
/** Another file of tests may be at work, the benchmarks even. */
const LIMIT_MS = 1_800_000;

const stage = new AsyncDisposableStack();
const played = new Map<string, Played>();

beforeAll(async () => {
  await takeStage('faults-matrix', stage);
  process.stderr.write(`the same cells again: DRAY_FAULT_SEED=${SEED}\n`);
  await playCells({
    ...{ ground: await raiseGround(), cells: CELLS, lanes: LANES, outageMs: OUTAGE_MS },
    onPlayed: ({ id }, { seconds, ...rest }) => {
      process.stderr.write(`${id}: ${seconds} s\n`);
      played.set(id, rest);
    },
  });
}, LIMIT_MS);

afterAll(() => stage.disposeAsync());

test.each(CELLS.map(({ id }) => id))('%s', (id) => {
  expect(played.get(id)).toMatchObject({ wrong: [] });
});
