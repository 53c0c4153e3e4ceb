import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PassOrder } from '../../domain/run/pass.ts';
import { blockUntilCancelled, FATAL, failFatally } from './behaviours.ts';
import { manifest, passResult } from './recording-activities.ts';
import type { Call, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

function passesOf(run: Scenario): PassOrder[] {
  return run.callsOf('runPass').map(({ input }) => input.order);
}

function isOf({ input }: { input: { volume: { claim: string } } }, claim: string): boolean {
  return input.volume.claim === claim;
}

function isPass(call: Call<'runPass'>, claim: string, kind: PassOrder['kind']): boolean {
  return call.input.volume.claim === claim && call.input.order.kind === kind;
}

describe('several volumes', () => {
  it.concurrent('are copied side by side, each part in a workflow of its own', async () => {
    const claims = ['data', 'logs', 'media'];
    const run = stage.scenario('several', { claims });
    // None goes on before all are under way.
    run.on('runPass', () => run.until(() => run.callsOf('prepareVolume').length === 3));

    expect(await stage.play(run)).toBe('succeeded');
    const ids = claims.flatMap((claim) => [
      `openshift-migration/several/volume/shop/${claim}/pre-copy`,
      `openshift-migration/several/volume/shop/${claim}/last-delta`,
    ]);
    for (const id of ids) {
      const { status, raw } = await stage.client.workflow.getHandle(id).describe();
      expect(status.name).toBe('COMPLETED');
      expect(raw.workflowExecutionInfo?.parentExecution?.workflowId).toBe(
        'openshift-migration/several',
      );
    }
    const kinds = passesOf(run).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['final', 'final', 'final', 'initial', 'initial', 'initial']);
  });

  it.concurrent('are copied eight at once beside the application, the largest first', async () => {
    const claims = Array.from({ length: 10 }, (_, index) => `claim-${index}`);
    const run = stage.scenario('many', { claims });
    run.facts.volumes.forEach((volume, index) => {
      volume.capacityBytes = index;
    });
    const passes = () => run.callsOf('runPass');
    let most = 0;
    run.on('runPass', async ({ input }) => {
      if (input.order.kind !== 'initial') return;
      most = Math.max(most, passes().filter(({ end }) => end === undefined).length);
      await run.until(() => passes().length >= 8);
    });

    expect(await stage.play(run)).toBe('succeeded');
    expect(most).toBe(8);
    const first = passes().slice(0, 8);
    expect(new Set(first.map(({ input }) => input.volume.claim))).toEqual(new Set(claims.slice(2)));
  });

  it.concurrent(
    'end together: one that fails has the others cancelled, and waited for before any undo',
    async () => {
      const run = stage.scenario('one-fails', { claims: ['data', 'logs', 'media'] });
      run.on('runPass', async (call) => {
        if (!isPass(call, 'data', 'initial')) return blockUntilCancelled();
        await run.until(() => run.callsOf('runPass').length === 3);
        failFatally();
      });

      expect(await stage.play(run)).toBe('failed');
      const passes = run.callsOf('runPass');
      const [firstUndo] = run.callsOf('removeHelpers');
      expect(passes).toHaveLength(3);
      for (const { end } of passes) expect(end).toBeLessThan(firstUndo!.begin);
      expect(run.last?.drayage.failure?.code).toBe(FATAL);
      expect(run.names).not.toContain('quiesceSource');
    },
  );

  it.concurrent('are waited for although only a part of one failed', async () => {
    const run = stage.scenario('part-fails');
    const isLast = () => run.names.includes('quiesceSource');
    run.on('describeVolume', async () => {
      if (isLast()) await blockUntilCancelled();
    });
    run.on('runPass', async () => {
      if (!isLast()) return;
      await run.until(() => run.callsOf('describeVolume').length === 3);
      failFatally();
    });

    expect(await stage.play(run)).toBe('failed');
    const description = run.callsOf('describeVolume').at(-1);
    expect(description?.failed).toBe(true);
    expect(description?.end).toBeLessThan(run.callsOf('unquiesceSource')[0]!.begin);
  });
});

describe('one volume', () => {
  it.concurrent('that one pod alone may mount is first touched when that pod is gone', async () => {
    const run = stage.scenario('exclusive', { claims: ['data', 'locked'] });
    run.facts.volumes[1]!.exclusive = true;

    expect(await stage.play(run)).toBe('succeeded');

    const stoodStill = run.callsOf('awaitQuiesced')[0]!.end!;
    const touched = run.callsOf('prepareVolume').find((call) => isOf(call, 'locked'));
    expect(touched!.begin).toBeGreaterThan(stoodStill);
    const kinds = run.callsOf('runPass').filter((call) => isOf(call, 'locked'));
    expect(kinds.map(({ input }) => input.order.kind)).toEqual(['initial', 'final']);
    expect(run.callsOf('describeVolume').filter((call) => isOf(call, 'locked'))).toHaveLength(2);
  });

  it.concurrent('is caught up with when reading both ends took long', async () => {
    const run = stage.scenario('catches-up');
    const started = Date.parse('2026-01-01T00:00:00Z');
    run.answer('runPass', ({ order }) => ({
      ...passResult(order, { seconds: 100, bytesSent: 1e10 }),
      startedAt: new Date(started + order.number * 100_000).toISOString(),
    }));
    // As much is written as the link carries: what half a second of it brings is felt.
    const begun = performance.now();
    run.on('describeVolume', () => run.until(() => performance.now() - begun > 5_000));

    expect(await stage.play(run)).toBe('succeeded');

    const firstLook = run.callsOf('describeVolume')[0]!;
    const between = run.callsOf('runPass').filter(({ begin, input }) => {
      return begin > firstLook.begin && input.order.kind === 'delta';
    });
    expect(between).toHaveLength(1);
  });

  it.concurrent(
    'is copied again until the delta is small, and the outage is predicted from that',
    async () => {
      const run = stage.scenario('converges');
      run.answer('runPass', ({ order }) => {
        const seconds = [100, 10][order.number - 1] ?? 1;
        return passResult(order, { seconds, bytesSent: seconds * 1e8 });
      });

      await stage.play(run);

      const passes = passesOf(run);
      expect(passes.map(({ number }) => number)).toEqual(passes.map((_, index) => index + 1));
      expect(passes.map(({ kind }) => kind)).toEqual([
        'initial',
        ...passes.slice(1, -1).map(() => 'delta'),
        'final',
      ]);
      expect(passes.length).toBeGreaterThan(2);
      expect(run.last?.drayage.downtime?.predictedSeconds).toBeGreaterThan(0);
    },
  );

  it.concurrent(
    'is verified after the last delta by what both ends say of themselves',
    async () => {
      const run = stage.scenario('verified');

      await stage.play(run);

      const described = run.callsOf('describeVolume').map(({ input }) => input);
      expect(described.map(({ role }) => role)).toEqual([
        'sender',
        'receiver',
        'sender',
        'receiver',
      ]);
      expect(described.slice(2).every(({ since }) => since === described[0]!.id)).toBe(true);
      expect(run.callsOf('tellVolume').at(-1)?.input.progress).toMatchObject({ state: 'verified' });
      expect(run.names).not.toContain('compareVolume');
    },
  );

  it.concurrent(
    'is repaired by a pass that reads every byte when only contents differ',
    async () => {
      const run = differing('repaired', 'contents', () => passesOf(run).at(-1)?.kind === 'final');

      expect(await stage.play(run)).toBe('succeeded');
      expect(passesOf(run).map(({ kind }) => kind)).toEqual(['initial', 'final', 'repair']);
      expect(run.names).not.toContain('compareVolume');
    },
  );

  it.concurrent.each([
    ['contents', 'after the repair', ['initial', 'final', 'repair']],
    ['entries', 'in what no pass can mend', ['initial', 'final']],
  ] as const)(
    'fails the run when %s differ %s, naming the paths',
    async (section, _when, kinds) => {
      const run = differing(`differing-${section}`, section, () => true);
      run.answer('compareVolume', () => [{ path: 'base/16384', what: 'content' }]);

      expect(await stage.play(run)).toBe('failed');
      expect(passesOf(run).map(({ kind }) => kind)).toEqual(kinds);
      expectDifference(run, 'base/16384: content');
    },
  );
});

/** A run whose target differs in one section, as long as it is said to. */
function differing(
  plan: string,
  section: 'contents' | 'entries',
  differs: () => boolean,
): Scenario {
  const run = stage.scenario(plan);
  return run.answer('describeVolume', ({ role }) => {
    const same = manifest('same');
    if (role === 'sender' || !run.names.includes('quiesceSource') || !differs()) return same;
    return { ...same, digests: { ...same.digests, [section]: 'other' } };
  });
}

function expectDifference(run: Scenario, words: string): void {
  expect(run.last?.drayage.failure).toMatchObject({
    code: 'DRAY-3009',
    object: 'PersistentVolumeClaim shop/data',
    detail: words,
  });
  expect(run.lastCondition('Failed')?.message).toContain(words);
  expect(run.names).toContain('unquiesceSource');
  expect(run.names).not.toContain('createRestore');
}
