import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Engine } from '../../clients/temporal/engine.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { CopyOrder } from '../../domain/volume-migration/order.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { startController } from './controller.ts';

const NAMESPACE = 'openshift-migration';
const apiVersion = 'migration.openshift.io/v1alpha1';

function object(kind: string, name: string, spec: unknown): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, generation: 1 }, spec };
}

function keyOf(name: string) {
  return { apiVersion, kind: 'DirectVolumeMigration', namespace: NAMESPACE, name };
}

/** Notes what is asked about copies; what it is asked about other objects is another test's. */
function notingEngine(asked: string[]): Engine {
  const note =
    (what: string) =>
    ({ name }: CopyOrder) => {
      asked.push(`${what} ${name}`);
      return Promise.resolve();
    };
  const nothing = () => Promise.resolve();
  const copies = { start: note('copy'), cancel: note('cancel copy') };
  return { copies, check: nothing, checkAnew: nothing, report: nothing } as unknown as Engine;
}

async function withController(
  act: (host: FakeCluster) => Promise<void>,
  ...present: KubeObject[]
): Promise<string[]> {
  const host = new FakeCluster();
  host.seed(...present);
  const asked: string[] = [];
  const logger = pino({ level: 'silent' });
  const engine = notingEngine(asked);
  const controller = await startController({ host, engine, namespace: NAMESPACE, logger });
  await act(host);
  await settled();
  await controller.stop();
  return asked;
}

/** Events and the queue run in microtasks; one turn of the loop lets them all pass. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a DirectVolumeMigration', () => {
  const copy = (name: string, metadata: object = {}): KubeObject => {
    const made = object('DirectVolumeMigration', name, { persistentVolumeClaims: [] });
    return { ...made, metadata: { ...made.metadata, ...metadata } };
  };

  it('is copied once, and cancelled when it is deleted before its end', async () => {
    const asked = await withController(async (host) => {
      const stored = await host.create(copy('c1'));
      await settled();
      const key = keyOf('c1');
      await host.patch(key, { status: { phase: 'Started' } });
      await settled();
      await host.delete(key, { uid: stored.metadata.uid ?? '' });
    });

    expect(asked).toEqual(['copy c1', 'cancel copy c1']);
  });

  it('that has ended is left alone', async () => {
    const ended = {
      ...copy('c1'),
      status: { conditions: [{ type: 'Succeeded', status: 'True' }] },
    };
    const asked = await withController(async (host) => {
      await host.delete(keyOf('c1'));
    }, ended);

    expect(asked).toEqual([]);
  });

  it('that mirrors a run starts no copy of its own', async () => {
    const owner = { apiVersion: 'migration.openshift.io/v1alpha1', kind: 'MigMigration' };
    const ownerReferences = [{ ...owner, name: 'm1', uid: 'u1' }];
    const asked = await withController(async (host) => {
      await host.create(copy('m1-12345', { ownerReferences }));
    });

    expect(asked).toEqual([]);
  });

  it('that waits for a cluster is looked at again when the cluster has become ready', async () => {
    const asked = await withController(async (host) => {
      await host.create(copy('c1'));
      await host.create(object('MigCluster', 'new', { isHostCluster: true }));
      await settled();
      const conditions = [{ type: 'Ready', status: 'True', category: 'Required' }];
      await host.patch({ ...keyOf('new'), kind: 'MigCluster' }, { status: { conditions } });
    });

    expect(asked.filter((one) => one === 'copy c1')).toHaveLength(2);
  });
});
