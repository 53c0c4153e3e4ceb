import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Arrival, type Gate, GO, startGate } from './gate.ts';

let gate: Gate;

beforeEach(async () => {
  gate = await startGate();
});

afterEach(() => gate.close());

async function arrive(
  activity: string,
  workflowId = 'a/b',
): Promise<{ status: number; said: string }> {
  const arrival: Arrival = { pid: 1, workflowId, activity };
  const answer = await fetch(gate.url, { method: 'POST', body: JSON.stringify(arrival) });
  return { status: answer.status, said: await answer.text() };
}

test('all may pass until it is guarded, and when it is open again', async () => {
  expect(await arrive('one')).toEqual({ status: 200, said: '{"go":true}' });
  gate.guard('a/b', () => Promise.resolve({ fail: 'no' }));
  expect(await arrive('one')).toEqual({ status: 200, said: '{"fail":"no"}' });
  gate.open('a/b');
  expect(await arrive('one')).toEqual({ status: 200, said: '{"go":true}' });
});

test('an act waits for the decision about it, and no other one does', async () => {
  const decided = Promise.withResolvers<typeof GO>();
  gate.guard('a/b', ({ activity }) =>
    activity === 'late' ? decided.promise : Promise.resolve(GO),
  );
  const late = arrive('late');
  expect((await arrive('early')).status).toBe(200);
  decided.resolve(GO);
  expect((await late).status).toBe(200);
});

test('a decision that fails lets nothing pass', async () => {
  gate.guard('a/b', () => Promise.reject(new Error('broken')));
  expect(await arrive('one')).toEqual({ status: 500, said: 'Error: broken' });
});

test('guards one run with its volumes, and no other', async () => {
  gate.guard('a/b', () => Promise.resolve({ fail: 'no' }));
  expect((await arrive('one', 'a/b/volume/c/d/pre-copy')).said).toBe('{"fail":"no"}');
  expect((await arrive('one', 'a/other')).said).toBe('{"go":true}');
});
