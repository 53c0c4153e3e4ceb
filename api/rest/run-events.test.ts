import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import {
  condition,
  eventAbout,
  migMigration,
  volumeProgressOf,
} from '../../test/fakes/migration-objects.ts';
import { createRestApi, type RestApi, TOKEN } from '../../test/fakes/rest-api.ts';
import { openEvents } from '../../test/fakes/sse-client.ts';

let api: RestApi;
let run: KubeObject;

beforeEach(async () => {
  api = createRestApi({ streamTimes: { coalesceMs: 5, heartbeatMs: 20 } });
  [run] = api.host.seed(migMigration('night')) as [KubeObject];
  await api.server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => api.server.close());

function watch(headers: Record<string, string> = {}) {
  const { port } = api.server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api/v1/runs/night/events`;
  return openEvents(url, { authorization: `Bearer ${TOKEN}`, ...headers });
}

function write(status: object): void {
  [run] = api.host.seed({ ...run, status }) as [KubeObject];
}

const RUNNING = { phase: 'Prepare', conditions: [condition({ type: 'Running' })] };
const SUCCEEDED = { phase: 'Completed', conditions: [condition({ type: 'Succeeded' })] };
const VOLUME = {
  namespace: 'shop',
  claim: 'data',
  targetNamespace: 'shop',
  targetClaim: 'data',
  state: 'copying',
  pass: 1,
  bytesDone: 1,
  bytesTotal: 2,
  filesDone: 3,
  filesTotal: 4,
};

describe('GET /runs/:name/events, over a socket', () => {
  test('follows a run from before its start to its end', async () => {
    const events = await watch();
    expect(events.response.status).toBe(200);
    expect(events.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(events.response.headers.get('x-accel-buffering')).toBe('no');
    expect(await events.next('run')).toMatchObject({ name: 'night', state: 'pending' });

    write(RUNNING);
    expect(await events.next('run')).toMatchObject({ state: 'running', phase: 'Prepare' });

    api.host.seed(volumeProgressOf(run, 'p', VOLUME));
    expect(await events.next('run')).toMatchObject({ volumes: [VOLUME] });

    const said = {
      type: 'Warning',
      reason: 'Stuck',
      message: 'm',
      lastTimestamp: '2026-11-23T06:00:00Z',
    };
    api.host.seed(eventAbout(run, 'e', said));
    expect(await events.next('event')).toEqual({
      type: 'Warning',
      reason: 'Stuck',
      message: 'm',
      time: '2026-11-23T06:00:00Z',
    });

    write(SUCCEEDED);
    expect(await events.next('run')).toMatchObject({ state: 'succeeded' });
    await events.ended();
  });

  test('a run that has ended is told once; who comes back has seen it', async () => {
    write(SUCCEEDED);
    const first = await watch();
    expect(await first.next('run')).toMatchObject({ state: 'succeeded' });
    await first.ended();
    const again = await watch({ 'last-event-id': first.lastId() });
    expect(again.response.status).toBe(204);
    await again.ended();
  });

  test('who comes back goes on where they were', async () => {
    api.host.seed(eventAbout(run, 'one', { reason: 'One' }));
    const first = await watch();
    expect(await first.next('event')).toMatchObject({ reason: 'One' });
    first.leave();
    api.host.seed(eventAbout(run, 'two', { reason: 'Two' }));
    await api.host.settle();
    const again = await watch({ 'last-event-id': first.lastId() });
    expect(await again.next('event')).toMatchObject({ reason: 'Two' });
    again.leave();
  });

  test('it shows that it lives, and ends when the right is taken away', async () => {
    const events = await watch();
    expect(await events.nextComment()).toBe('alive');
    api.host.allows = () => false;
    await events.ended();
    expect(events.comments()).toContain('the right to read the run is gone');
  });

  test('a run that no watch has seen yet can be followed', async () => {
    await api.call('GET', '/runs');
    await api.host.delete({ ...run, name: 'night', namespace: 'openshift-migration' });
    await api.host.settle();
    [run] = api.host.seed(migMigration('night')) as [KubeObject];
    const events = await watch();
    expect(await events.next('run')).toMatchObject({ state: 'pending' });
    write(RUNNING);
    expect(await events.next('run')).toMatchObject({ state: 'running' });
    events.leave();
  });

  test('a client that leaves is forgotten, and its stream counted', async () => {
    const events = await watch();
    await events.next('run');
    events.leave();
    const counted = /requests_total\{method="GET",route="\S+\/events",status="200"\} 1/;
    while (!counted.test((await api.call('GET', '//metrics')).text)) await api.host.settle();
    expect((await api.call('GET', '//metrics')).text).not.toMatch(
      /duration_seconds_count\{\S*events/,
    );
    let reviews = 0;
    api.host.before = (method) => {
      if (method === 'mayDo') reviews += 1;
    };
    const other = await watch();
    await other.nextComment();
    await other.nextComment();
    await other.nextComment();
    // One to come in and one for each heartbeat: none for the stream that is gone.
    expect(reviews).toBeLessThanOrEqual(1 + 4);
    other.leave();
  });

  test('a server that closes ends its streams', async () => {
    const events = await watch();
    await events.next('run');
    await api.server.close();
    await events.ended();
  });
});
