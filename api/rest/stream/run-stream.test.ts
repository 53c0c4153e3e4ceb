import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { condition, eventAbout, migMigration } from '../../../test/fakes/migration-objects.ts';
import type { Change } from '../index/object-index.ts';
import { runView } from '../views/run.ts';
import { seenUntil } from './event-id.ts';
import { RunStream } from './run-stream.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const RUN = withVersion({ ...migMigration('night'), status: inPhase('Prepare') }, '10');

function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, uid: 'u-1', resourceVersion } };
}

function inPhase(phase: string): object {
  return { phase, conditions: [condition({ type: 'Running', message: 'Step: 3/49' })] };
}

function event(name: string, version: number): KubeObject {
  const about = eventAbout(RUN, name, { type: 'Normal', reason: name, message: 'm' });
  return { ...about, metadata: { ...about.metadata, resourceVersion: String(version) } };
}

/** A stream to a client in memory. */
function open({ events = [] as KubeObject[], lastEventId = '' } = {}) {
  const written: string[] = [];
  const client = { behind: false, caughtUp: (): void => undefined, ended: 0, allowed: true };
  const listeners = new Set<(change: Change) => void>();
  const stream = new RunStream(
    {
      run: RUN,
      index: {
        eventsOf: () => events,
        onChange: (listener) => {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
      },
      view: (run) => {
        const temporal = { uiUrl: undefined, namespace: 'default' };
        return runView(run, [], { now: new Date(0), temporal });
      },
    },
    {
      write: (text) => void written.push(text),
      isBehind: () => client.behind,
      onceCaughtUp: (act) => void (client.caughtUp = act),
      end: () => void (client.ended += 1),
    },
    seenUntil(lastEventId),
    {
      coalesceMs: 500,
      heartbeatMs: 15_000,
      mayContinue: () => Promise.resolve(client.allowed),
    },
  );
  const change = (object: KubeObject, kind: Change['event'] = 'updated'): void => {
    for (const listener of [...listeners]) listener({ event: kind, object });
  };
  /** Event, id, and what tells the message from others. */
  const messages = (): string[] =>
    written.flatMap((text) => {
      const found = /^event: (\w+)\nid: (\S+)\n.*"(?:phase|reason)":"(\w*)"/.exec(text);
      return found === null ? [] : [found.slice(1).join(' ')];
    });
  return { stream, client, written, messages, change, listeners };
}

describe('what a client is told', () => {
  test('how to come back, what has happened, and where the run stands', () => {
    const { written, messages } = open({ events: [event('Second', 9), event('First', 4)] });
    expect(written[0]).toBe('retry: 2000\n\n');
    expect(messages()).toEqual(['event 4 First', 'event 9 Second', 'run 9 Prepare']);
  });

  test('after a break, only Events it has not seen', () => {
    const events = [event('Second', 9), event('First', 4)];
    expect(open({ events, lastEventId: '4' }).messages()).toEqual([
      'event 9 Second',
      'run 9 Prepare',
    ]);
    expect(open({ events, lastEventId: '9' }).messages()).toEqual(['run 9 Prepare']);
  });

  test('Events of this run only, each version once, in whatever order they come', () => {
    const { change, messages } = open();
    change(event('Late', 30), 'added');
    change(event('Early', 20), 'added');
    change(event('Early', 20));
    change(event('Early', 31));
    change(event('Early', 32), 'deleted');
    const other = event('Other', 40);
    change({ ...other, involvedObject: { uid: 'u-2' } }, 'added');
    expect(messages()).toEqual([
      'run 0 Prepare',
      'event 30 Late',
      'event 30 Early',
      'event 31 Early',
    ]);
  });

  test('the run at most twice a second, the newest last, and never the same twice', () => {
    const { change, messages } = open();
    for (const phase of ['A', 'B', 'C']) change({ ...RUN, status: inPhase(phase) });
    expect(messages()).toEqual(['run 0 Prepare']);
    jest.advanceTimersByTime(500);
    change({ ...RUN, status: inPhase('C') });
    jest.advanceTimersByTime(5_000);
    expect(messages()).toEqual(['run 0 Prepare', 'run 0 C']);
  });

  test('nothing while it reads slower than we write, then the newest', () => {
    const { client, change, messages } = open();
    client.behind = true;
    change({ ...RUN, status: inPhase('A') });
    jest.advanceTimersByTime(500);
    change({ ...RUN, status: inPhase('B') });
    jest.advanceTimersByTime(5_000);
    expect(messages()).toEqual(['run 0 Prepare']);
    client.behind = false;
    client.caughtUp();
    jest.advanceTimersByTime(500);
    expect(messages()).toEqual(['run 0 Prepare', 'run 0 B']);
  });
});

describe('how a stream ends', () => {
  const done = {
    ...RUN,
    status: { phase: 'Completed', conditions: [condition({ type: 'Failed' })] },
  };

  function expectClosed({ client, listeners }: ReturnType<typeof open>): void {
    expect(client.ended).toBe(1);
    expect(listeners.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  }

  test('with the run, after its last view', () => {
    const opened = open();
    opened.change(done);
    jest.advanceTimersByTime(500);
    expect(opened.messages().at(-1)).toBe('run 0-end Completed');
    expectClosed(opened);
  });

  test('when the run is deleted', () => {
    const opened = open();
    opened.change(RUN, 'deleted');
    expect(opened.written.at(-1)).toBe(': the run was deleted\n\n');
    expectClosed(opened);
  });

  test('when the client leaves or the server closes, once', () => {
    const opened = open();
    opened.stream.close();
    opened.stream.close();
    expectClosed(opened);
  });

  test('when the caller has lost the right, at the next heartbeat', async () => {
    const opened = open();
    await jest.advanceTimersByTimeAsync(15_000);
    expect(opened.written.at(-1)).toBe(': alive\n\n');
    expect(opened.client.ended).toBe(0);
    opened.client.allowed = false;
    await jest.advanceTimersByTimeAsync(15_000);
    expect(opened.written.at(-1)).toBe(': the right to read the run is gone\n\n');
    expectClosed(opened);
  });
});
