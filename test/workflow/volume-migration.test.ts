import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { copyWorkflowId, TROUBLE } from '../../domain/engine-names.ts';
import { failure as anyFailure, recordOf } from '../../domain/failures/failure.ts';
import type { CopyOrder } from '../../domain/volume-migration/order.ts';
import { blockUntilCancelled, failFatally, failTransiently, FATAL } from './behaviours.ts';
import { manifest, passResult } from './recording-activities.ts';
import type { Scenario, ScenarioOptions } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** A copy by itself: what a run of the plan would be about, and its own name in the place of the plan's. */
function copying(name: string, { verify, ...options }: ScenarioOptions = {}): Scenario {
  const copy = stage.scenario(name, { type: 'state', quiesce: false, ...options });
  if (verify === true) for (const volume of copy.facts.volumes) volume.verify = true;
  return copy;
}

const orderOf = ({ input }: Scenario): CopyOrder => {
  const { namespace, plan: name, uid } = input;
  return { namespace, name, uid };
};

async function start(copy: Scenario): Promise<WorkflowHandle> {
  const order = orderOf(copy);
  await stage.engine.copies.start(order);
  return stage.client.workflow.getHandle(copyWorkflowId(order.namespace, order.name, order.uid));
}

async function play(copy: Scenario): Promise<string | undefined> {
  const handle = await start(copy);
  return ((await handle.result()) as { outcome?: string }).outcome;
}

const last = ({ copyStates }: Scenario) => copyStates.at(-1);

describe('a DirectVolumeMigration', () => {
  it.concurrent('copies whole, without a comparison nobody asked for', async () => {
    const copy = copying('plain');

    expect(await play(copy)).toBe('succeeded');
    // prettier-ignore
    expect(copy.names).toEqual([
      'admitCopy', 'removeHelpers', 'ensureNamespaces', 'makeCopyClaims',
      'prepareVolume', 'runPass', 'removeHelpers',
    ]);
    expect(last(copy)).toMatchObject({ phase: 'Completed', outcome: 'succeeded', failures: [] });
    expect(copy.callsOf('tellVolume').at(-1)?.input.progress.state).toBe('copied');
  });

  it.concurrent('is told by MTC’s phases', async () => {
    const copy = copying('told');
    copy.on('runPass', () => copy.until(() => last(copy)?.phase === 'RunRsyncOperations'));

    await play(copy);

    const phases = copy.copyStates.map(({ phase }) => phase);
    expect(phases).toContain('RunRsyncOperations');
    expect(phases.at(-1)).toBe('Completed');
  });

  it.concurrent('makes no namespaces unless it is told to', async () => {
    const copy = copying('no-namespaces');
    copy.answer('admitCopy', () => ({
      ...{ do: 'copy', facts: copy.facts, makesNamespaces: false, observedDigest: 'd' },
    }));

    await play(copy);

    expect(copy.names).not.toContain('ensureNamespaces');
  });

  it.concurrent('sends only what differs where an earlier copy has been', async () => {
    const copy = copying('again');
    copy.answer('prepareVolume', () => ({ files: 1, bytes: 1, isStaged: true }));

    await play(copy);

    expect(copy.callsOf('runPass').map(({ input }) => input.order.kind)).toEqual(['delta']);
  });

  it.concurrent('with verify compares both ends', async () => {
    const copy = copying('verified', { verify: true });

    expect(await play(copy)).toBe('succeeded');
    expect(copy.callsOf('describeVolume').map(({ input }) => input.role)).toEqual(
      expect.arrayContaining(['sender', 'receiver']),
    );
    expect(copy.callsOf('tellVolume').at(-1)?.input.progress.state).toBe('verified');
  });

  it.concurrent('mends once what differs, and fails when it differs again', async () => {
    const copy = copying('differing', { verify: true });
    copy.answer('describeVolume', ({ role }) => manifest(role));
    copy.answer('compareVolume', () => [{ path: './a', what: 'its content' }]);

    expect(await play(copy)).toBe('failed');
    expect(copy.callsOf('runPass').map(({ input }) => input.order.kind)).toEqual([
      'initial',
      'repair',
    ]);
    expect(last(copy)?.failures).toMatchObject([{ code: 'DRAY-3009' }]);
    expect(last(copy)?.failures[0]?.detail).toContain('./a');
    expect(copy.names.at(-1)).toBe('removeHelpers');
  });

  it.concurrent(
    'tries once more what could not be read, and does not call half of it whole',
    async () => {
      const copy = copying('unreadable');
      copy.answer('runPass', ({ order }) => ({
        ...passResult(order, { seconds: 1, bytesSent: 1 }),
        warning: 'a file could not be read',
      }));

      expect(await play(copy)).toBe('failed');
      expect(copy.callsOf('runPass')).toHaveLength(2);
      expect(last(copy)?.failures).toMatchObject([{ code: 'DRAY-3008' }]);
    },
  );
});

describe('when a volume fails', () => {
  it.concurrent('the others are copied all the same, and each failure is told', async () => {
    const copy = copying('half', { claims: ['good', 'bad'] });
    copy.on('runPass', ({ input }) => {
      if (input.volume.claim === 'bad') failFatally();
    });

    expect(await play(copy)).toBe('failed');
    const told = copy.callsOf('tellVolume').map(({ input }) => input);
    expect(told.map(({ volume, progress }) => `${volume.claim} ${progress.state}`).sort()).toEqual([
      'bad failed',
      'good copied',
    ]);
    expect(last(copy)).toMatchObject({
      ...{ itinerary: 'VolumeMigrationFailed', phase: 'Completed', outcome: 'failed' },
      failures: [{ code: FATAL }],
    });
    expect(copy.names.at(-1)).toBe('removeHelpers');
  });

  it.concurrent('what could not be removed is said', async () => {
    const copy = copying('leftover');
    copy.on('makeCopyClaims', failFatally);
    copy.on('removeHelpers', () => {
      if (copy.names.includes('makeCopyClaims')) failFatally();
    });

    expect(await play(copy)).toBe('failed');
    expect(last(copy)?.leftBehind).toHaveLength(1);
    expect(copy.names).not.toContain('prepareVolume');
  });
});

describe('the end of a DirectVolumeMigration before its time', () => {
  it.concurrent('clears up when it is cancelled', async () => {
    const copy = copying('cancelled').on('runPass', blockUntilCancelled);
    const handle = await start(copy);
    await copy.until(() => copy.names.includes('runPass'));

    await stage.engine.copies.cancel(orderOf(copy));

    expect(await handle.result()).toEqual({ outcome: 'canceled' });
    expect(copy.names.at(-1)).toBe('removeHelpers');
    const [pass] = copy.callsOf('runPass');
    const [, clearing] = copy.callsOf('removeHelpers');
    expect(clearing?.begin).toBeGreaterThan(pass?.end ?? Infinity);
  });

  it.concurrent('stops by itself when its object is gone', async () => {
    const copy = copying('gone').on('runPass', blockUntilCancelled);
    copy.answer('publishCopy', () => !copy.names.includes('runPass'));

    expect(await play(copy)).toBe('canceled');
    expect(copy.names.at(-1)).toBe('removeHelpers');
  });

  it.concurrent('after its end there is nothing to cancel', async () => {
    const copy = copying('over');
    await play(copy);

    await expect(stage.engine.copies.cancel(orderOf(copy))).resolves.toBeUndefined();
  });
});

describe('a DirectVolumeMigration that may not begin', () => {
  it.concurrent('says why, touches nothing, and may be asked for again', async () => {
    const copy = copying('refused');
    let isThere = false;
    const condition = { type: 'InvalidPVCs', status: 'True', category: 'Critical' } as const;
    copy.answer('admitCopy', () =>
      isThere
        ? { do: 'copy', facts: copy.facts, makesNamespaces: false, observedDigest: 'd' }
        : { do: 'refuse', conditions: [condition], observedDigest: 'd' },
    );

    expect(await play(copy)).toBe('refused');
    expect(copy.names).toEqual(['admitCopy', 'reportConditions']);
    expect(copy.callsOf('reportConditions')[0]?.input).toMatchObject({ conditions: [condition] });

    isThere = true;
    expect(await play(copy)).toBe('succeeded');
  });

  it.concurrent('says so when it cannot even be looked at', async () => {
    const copy = copying('unseen').on('admitCopy', failFatally);

    expect(await play(copy)).toBe('refused');
    expect(copy.callsOf('reportConditions')[0]?.input.conditions).toMatchObject([
      { type: 'ReconcileFailed', category: 'Critical' },
    ]);
  });

  it.concurrent('does nothing when it has ended before', async () => {
    const copy = copying('ended');
    copy.answer('admitCopy', () => ({ do: 'nothing' }));

    expect(await play(copy)).toBeUndefined();
    expect(copy.names).toEqual(['admitCopy']);
  });
});

it.concurrent('what keeps failing is told while it is', async () => {
  const copy = copying('troubled');
  copy.on('runPass', () => copy.until(() => last(copy)?.troubles !== undefined));
  const handle = await start(copy);
  await copy.until(() => copy.names.includes('runPass'));
  const at = new Date().toISOString();
  const failure = recordOf(anyFailure('DRAY-1002', { detail: 'the API server is away' }));

  await handle.signal(TROUBLE, { act: 'a', since: at, toldAt: at, failure });

  await handle.result();
  expect(last(copy)).toMatchObject({ outcome: 'succeeded' });
  expect(last(copy)?.troubles).toBeUndefined();
});

it.concurrent('a host cluster that is away does not hold up a copy', async () => {
  const copy = copying('late').on('publishCopy', failTransiently(3));

  expect(await play(copy)).toBe('succeeded');
  expect(last(copy)).toMatchObject({ outcome: 'succeeded' });
});
