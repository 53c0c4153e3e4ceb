import { describe, expect, it } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { migCluster } from '../test/fakes/migration-objects.ts';
import type { Ports } from './ports.ts';
import { answersNow, saysReady } from './ready-now.ts';

type Answer = () => Promise<unknown>;

function portsWith(version: Answer, privileged = true): Ports {
  const cluster = { version, mayDo: () => Promise.resolve(privileged) };
  return {
    clusters: { of: () => Promise.resolve(cluster) },
  } as unknown as Ports;
}

const away: Answer = () => Promise.reject(failure('DRAY-1002', { object: 'old', detail: 'away' }));
const here: Answer = () => Promise.resolve('v1.34');
const notReady = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, uid: 'uid-1' },
  status: { conditions: [] },
});

describe('a cluster whose conditions say that it is not ready', () => {
  const cluster = notReady(migCluster('old'));

  it('is not ready for a plan that is only looked at', async () => {
    await expect(saysReady('MigCluster', cluster)).resolves.toBe(false);
  });

  it('is ready for a run when it answers by now', async () => {
    await expect(answersNow(portsWith(here))('MigCluster', cluster)).resolves.toBe(true);
  });

  it('is waited for by a run while it does not answer', async () => {
    await expect(answersNow(portsWith(away))('MigCluster', cluster)).rejects.toMatchObject({
      code: 'DRAY-1002',
      kind: 'transient',
    });
  });

  it('stays so for a run whose token may not do everything', async () => {
    await expect(answersNow(portsWith(here, false))('MigCluster', cluster)).resolves.toBe(false);
  });
});

it('a run asks nobody whose conditions say that it is ready', async () => {
  const ready = {
    ...migCluster('old'),
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
  await expect(answersNow(portsWith(away))('MigCluster', ready)).resolves.toBe(true);
});
