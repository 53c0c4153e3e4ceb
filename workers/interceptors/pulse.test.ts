import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { Pulse } from './pulse.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Runs an act under the interceptor; returns what was told of it, in order. */
async function toldBy(act: () => Promise<void>): Promise<unknown[]> {
  const told: unknown[] = [];
  const environment = new MockActivityEnvironment();
  environment.on('heartbeat', (details: unknown) => told.push(details));
  await environment.run(() => new Pulse().execute({ args: [], headers: {} }, act));
  await jest.advanceTimersByTimeAsync(10_000);
  return told;
}

test('beats for an act that says nothing, and no longer than it runs', async () => {
  const told = await toldBy(async () => {
    await jest.advanceTimersByTimeAsync(4_500);
  });
  expect(told).toEqual([undefined, undefined]);
});

test('says again what the act said last', async () => {
  const told = await toldBy(async () => {
    Context.current().heartbeat({ waitingFor: 'one' });
    Context.current().heartbeat({ waitingFor: 'two' });
    await jest.advanceTimersByTimeAsync(2_500);
  });
  expect(told).toEqual([{ waitingFor: 'one' }, { waitingFor: 'two' }, { waitingFor: 'two' }]);
});

test('passes on how the act ended', async () => {
  const failing = toldBy(() => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
});
