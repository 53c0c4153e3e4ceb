import { beforeEach, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Client } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { failure } from '../../domain/failures/failure.ts';
import type { Trouble } from '../../domain/run/trouble.ts';
import { FailureMap } from './failure-map.ts';
import { troubleTeller } from './trouble.ts';

/** Acts that fail on purpose would fill the output with warnings. */
const logger = new DefaultLogger('ERROR');

const START = Date.parse('2026-01-01T00:00:00Z');

let nowMs: number;
let told: { workflowId: string; trouble: Trouble }[];
let teller: ReturnType<typeof troubleTeller>;
beforeEach(() => {
  nowMs = START;
  told = [];
  teller = troubleTeller(() => nowMs);
});

/** A client that hears what runs are signalled. */
const client = {
  withAbortSignal: (_signal: AbortSignal, act: () => Promise<unknown>) => act(),
  withDeadline: (_deadline: number, act: () => Promise<unknown>) => act(),
  workflow: {
    getHandle: (workflowId: string) => ({
      signal: (_name: string, trouble: Trouble) => {
        told.push({ workflowId, trouble });
        return Promise.resolve();
      },
    }),
  },
} as unknown as Client;

interface Try {
  afterSeconds: number;
  error?: Error;
  activityType?: string;
  workflowType?: string;
}

/** One try of an act, under the interceptors of a worker. */
async function attempt({ afterSeconds, error, ...names }: Try): Promise<void> {
  nowMs = START + afterSeconds * 1000;
  const workflowExecution = { workflowId: 'm/shop/volume/shop/data/pre-copy', runId: 'r' };
  const info = { workflowExecution, activityId: '7', workflowType: 'preCopyVolume', ...names };
  const environment = new MockActivityEnvironment(info, { client, logger });
  const input = { args: [], headers: {} };
  const act = () => (error === undefined ? Promise.resolve() : Promise.reject(error));
  const outcome = environment.run(() =>
    teller().inbound.execute(input, () => new FailureMap().execute(input, act)),
  );
  if (error === undefined) await outcome;
  else await expect(outcome).rejects.toBeInstanceOf(ApplicationFailure);
}

const away = () => failure('DRAY-1002', { detail: 'connection refused' });

test('tells the run what has failed for a minute, and again each minute', async () => {
  for (const afterSeconds of [10, 40, 69, 70, 75, 129, 130]) {
    await attempt({ afterSeconds, error: away() });
  }

  expect(told.map(({ trouble: { since, toldAt } }) => [since, toldAt])).toEqual([
    ['2026-01-01T00:00:10.000Z', '2026-01-01T00:01:10.000Z'],
    ['2026-01-01T00:00:10.000Z', '2026-01-01T00:02:10.000Z'],
  ]);
  expect(told[0]).toMatchObject({
    workflowId: 'm/shop',
    trouble: {
      act: 'm/shop/volume/shop/data/pre-copy/7',
      failure: { code: 'DRAY-1002', detail: 'connection refused' },
    },
  });
});

test('begins anew with what has worked meanwhile', async () => {
  await attempt({ afterSeconds: 0, error: away() });
  await attempt({ afterSeconds: 30 });
  await attempt({ afterSeconds: 70, error: away() });

  expect(told).toEqual([]);
});

test.each<[string, Omit<Try, 'afterSeconds'>]>([
  ['will not be tried again', { error: failure('DRAY-1005', { detail: 'refused' }) }],
  ['was cancelled', { error: ApplicationFailure.nonRetryable('cancelled') }],
  ['only tells people', { error: away(), activityType: 'publishRun', workflowType: 'cutover' }],
  ['is part of no run', { error: away(), workflowType: 'checkObject' }],
])('says nothing of an act that %s', async (_what, what) => {
  await attempt({ afterSeconds: 0, ...what });
  await attempt({ afterSeconds: 70, ...what });

  expect(told).toEqual([]);
});
