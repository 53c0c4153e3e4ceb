import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import { NAMESPACE } from '../domain/kinds/group.ts';
import { DEFAULT_SETTINGS } from '../domain/settings/settings.ts';
import { BANDWIDTH_ANNOTATION } from '../domain/transfer/bandwidth.ts';
import { passCommand } from '../domain/transfer/rsync.ts';
import { asActivity } from '../test/builders/rollback.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { migMigration } from '../test/fakes/migration-objects.ts';
import { type Bandwidth, bandwidthOf, watchLimit } from './bandwidth.ts';
import type { Mover } from './mover.ts';

const RUN = { namespace: NAMESPACE, migration: 'night', uid: 'u', plan: 'shop', planUid: 'p' };

function withLimit(host: FakeCluster, limit: string | undefined): void {
  const run = migMigration('night', {});
  const annotations: Record<string, string> =
    limit === undefined ? {} : { [BANDWIDTH_ANNOTATION]: limit };
  host.seed({ ...run, metadata: { ...run.metadata, annotations } });
}

describe('the limit of a run', () => {
  let host: FakeCluster;
  let bandwidth: Bandwidth;
  let setting: number | undefined;

  beforeEach(() => {
    host = new FakeCluster();
    setting = 500;
    bandwidth = bandwidthOf(host, RUN, () =>
      Promise.resolve({
        ...DEFAULT_SETTINGS,
        ...(setting === undefined ? {} : { bandwidthLimit: setting }),
      }),
    );
  });

  const now = () => asActivity(() => bandwidth.now());

  test('is that of all runs, or its own, as it is now', async () => {
    withLimit(host, undefined);
    expect(await now()).toBe(500);
    withLimit(host, '20480');
    expect(await now()).toBe(20_480);
    withLimit(host, '0');
    expect(await now()).toBe(0);
    setting = undefined;
    withLimit(host, undefined);
    expect(await now()).toBe(0);
  });

  test('stays as it was while it cannot be meant, and a person is told', async () => {
    withLimit(host, '20480');
    await now();
    withLimit(host, '20M');
    expect(await now()).toBe(20_480);
    expect(bandwidth.problem()).toContain('has to be a whole number');
    withLimit(host, '1');
    expect(await now()).toBe(1);
    expect(bandwidth.problem()).toBeUndefined();
  });

  test('stays as it was while the host cluster is away, and is unknown before', async () => {
    host.before = () => {
      throw failure('DRAY-1001', { detail: 'away' });
    };
    expect(await now()).toBeUndefined();
    host.before = () => undefined;
    withLimit(host, '7');
    await now();
    host.before = () => {
      throw failure('DRAY-1001', { detail: 'away' });
    };
    expect(await now()).toBe(7);
  });
});

describe('a try of a pass', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Looks at it once, well after its start, and returns what was asked of its pod. */
  async function lookedAt(options: {
    started: number | undefined;
    runsWith?: number;
    wanted: number | undefined;
  }): Promise<string[]> {
    const asked: string[] = [];
    const command = passCommand({
      kind: 'initial',
      bandwidthLimitKiBps: options.runsWith ?? 0,
    });
    const sender = {
      run: (words: string[]) => {
        asked.push(words[0] === 'sh' ? 'words' : words.slice(0, 3).join(' '));
        return Promise.resolve(words[0] === 'sh' ? command.join('\0') : '{"state":"running"}');
      },
    } as unknown as Mover;
    const bandwidth = { now: () => Promise.resolve(options.wanted), problem: () => undefined };
    await asActivity(async () => {
      const watch = watchLimit({ sender, id: 'p1', bandwidth }, options.started);
      watch.look();
      await jest.advanceTimersByTimeAsync(60_000);
      watch.look();
      await jest.advanceTimersByTimeAsync(0);
    });
    return asked;
  }

  test.each([
    ['whose limit is as wanted goes on', { started: 500, wanted: 500 }, []],
    ['is ended for another limit', { started: 500, wanted: 0 }, ['xfer stop p1']],
    ['goes on while nobody knows what is wanted', { started: 500, wanted: undefined }, []],
    [
      'that another worker started tells its limit itself',
      { started: undefined, runsWith: 500, wanted: 500 },
      ['words'],
    ],
    [
      'that another worker started is ended for another limit',
      { started: undefined, runsWith: 500, wanted: 7 },
      ['words', 'xfer stop p1'],
    ],
  ])('%s', async (_, options, asked) => {
    expect(await lookedAt(options)).toEqual(asked);
  });
});
