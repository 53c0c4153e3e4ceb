import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunVolume } from '../../domain/run/facts.ts';
import type { SelfCheck } from '../../domain/transfer/xfer.ts';
import { inActivity } from '../../test/builders/fake-ports.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Mover } from '../mover.ts';
import { describeRoom, ensureRoom } from './room.ts';

const MI = 2 ** 20;
const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'data' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast', accessModes: [] },
};

function check(freeMi: number, change: Partial<SelfCheck> = {}): SelfCheck {
  return {
    ...{ capEff: '0', uid: 0, rsync: '', missing: [], dataEmpty: true },
    fileSystem: {
      ...{ type: 'xfs', sizeBytes: 1024 * MI, freeBytes: freeMi * MI },
      ...{ inodes: 1000, freeInodes: 900 },
    },
    ...change,
  };
}

let target: FakeCluster;
let walked: string[];

/** One end whose volume holds so much, and that says this of itself when it is asked again. */
function mover(role: Mover['role'], heldMi: number, later?: SelfCheck): Mover {
  const contents = {
    ...{ allocatedBytes: heldMi * MI, apparentBytes: heldMi * MI, inodes: 50 },
    ...{ sparseFiles: 0, errors: 0 },
  };
  const fileSystem = { ...check(0).fileSystem, usedBytes: heldMi * MI };
  const said = JSON.stringify({ ...later, rsync: '' });
  const out = JSON.stringify({ ...contents, fileSystem });
  return {
    ...{ role, object: `${role} pod` },
    run: () => Promise.resolve(said),
    attempt: () => Promise.resolve({ exitCode: 0, stdout: said, stderr: '' }),
    start: () => {
      walked.push(role);
      return Promise.resolve(true);
    },
    status: (id) => Promise.resolve({ id, state: 'done', rc: 0, nowMs: 1, out, err: '' }),
    attemptInTunnel: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
    tunnelLog: () => Promise.resolve(''),
  };
}

const ensure = (
  [source, there]: [SelfCheck, SelfCheck],
  { heldMi = 100, thereMi = 0, later = there } = {},
) =>
  inActivity(() =>
    ensureRoom(
      target,
      {
        sender: mover('sender', heldMi),
        receiver: mover('receiver', thereMi, later),
        checks: { source, target: there },
      },
      VOLUME,
    ),
  );

beforeEach(() => {
  target = new FakeCluster({ name: 'target' });
  walked = [];
});

describe('the room on the target', () => {
  it('is enough without a look at any file when all that the source has used would fit', async () => {
    await ensure([check(900), check(500)]);
    expect(walked).toEqual([]);
  });

  it('is enough for the files of a source whose disk others use as well', async () => {
    await ensure([check(0), check(120)]);
    expect(walked).toEqual(['sender']);
  });

  it('is too little, which is told with what is needed and what is there', async () => {
    await expect(ensure([check(0), check(50)])).rejects.toMatchObject({
      code: 'DRAY-3071',
      detail: 'shop/data needs 105 MiB, and 50 MiB are there',
      object: 'target: PersistentVolumeClaim store/data',
    });
  });

  it('counts what an earlier run brought', async () => {
    await ensure([check(0), check(50, { dataEmpty: false })], { thereMi: 60 });
    expect(walked.sort()).toEqual(['receiver', 'sender']);
  });

  it('is waited for while the claim is being enlarged', async () => {
    target.seed({
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
      metadata: { name: 'data', namespace: 'store' },
      spec: { resources: { requests: { storage: '2Gi' } } },
      status: { capacity: { storage: '1Gi' } },
    });
    await ensure([check(0), check(50)], { later: check(500) });
  });
});

it('a volume that a pass has filled is described in numbers', async () => {
  const full = check(0, { dataEmpty: false });
  const told = await inActivity(() =>
    describeRoom(mover('sender', 300), mover('receiver', 0, full)),
  );
  expect(told).toBe(
    'the source holds 300 MiB in 50 inodes; the target has 1.0 GiB, of which 0 B and 900 of 1000 inodes are free',
  );
});
