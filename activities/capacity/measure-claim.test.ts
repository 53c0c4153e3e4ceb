import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { inActivity } from '../../test/builders/fake-ports.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { measureClaim } from './measure-claim.ts';

const ORDER = {
  ...{ namespace: 'shop', claim: 'data', volume: 'pv', planUid: 'plan-1', id: 'a', image: 'mover' },
  accessModes: ['ReadWriteOnce'],
  groups: [4711],
};
const FILE_SYSTEM = {
  ...{ type: 'xfs', sizeBytes: 100, usedBytes: 60, freeBytes: 40, inodes: 10, freeInodes: 5 },
};
const CONTENTS = {
  ...{ allocatedBytes: 50, apparentBytes: 70, inodes: 4, sparseFiles: 1, errors: 0 },
};

let source: FakeCluster;

/** Pods that are made end at once, in this way. */
function ending(status: Record<string, unknown>, log = ''): void {
  source.admit = (object) => (object.kind === 'Pod' ? { ...object, status } : object);
  source.onLogs = () => log;
}

function user(change: Record<string, unknown> = {}): KubeObject {
  const volumes = [{ persistentVolumeClaim: { claimName: 'data' } }];
  const tolerations = [{ key: 'dedicated', operator: 'Exists' }];
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0', namespace: 'shop' } },
    spec: { nodeName: 'n1', tolerations, volumes },
    status: { phase: 'Running' },
    ...change,
  };
}

const measured = (change: Partial<typeof ORDER> = {}) =>
  inActivity(() => measureClaim(source, { ...ORDER, ...change }));

beforeEach(() => {
  source = new FakeCluster({ name: 'source' });
  source.kinds.set('v1', ['Pod', 'Node', 'Event']);
  const labels = { 'kubernetes.io/hostname': 'host-1' };
  source.seed({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels } });
});

describe('measuring a volume', () => {
  it('reads what a pod prints, and leaves none behind', async () => {
    ending({ phase: 'Succeeded' }, `${JSON.stringify({ ...CONTENTS, fileSystem: FILE_SYSTEM })}\n`);

    expect(await measured()).toEqual({
      ...{ namespace: 'shop', claim: 'data', volume: 'pv' },
      measuredAt: expect.any(String),
      ...{ contents: CONTENTS, fileSystem: FILE_SYSTEM },
    });
    expect(source.objects('Pod')).toEqual([]);
  });

  it('is done beside the user of the volume, by a pod that cannot write and has limits', async () => {
    source.seed(user());
    const seen: KubeObject[] = [];
    ending({ phase: 'Failed' });
    const admit = source.admit;
    source.admit = (object, options) => {
      seen.push(object);
      return admit(object, options);
    };
    await measured();

    const [pod] = seen;
    expect(pod).toMatchObject({
      metadata: {
        namespace: 'shop',
        labels: { app: 'directvolumemigration-rsync-transfer', migplan: 'plan-1' },
      },
      spec: {
        restartPolicy: 'Never',
        tolerations: [{ key: 'dedicated' }],
        affinity: { nodeAffinity: expect.anything() },
        containers: [
          {
            resources: { limits: { memory: '256Mi' } },
            volumeMounts: expect.arrayContaining([
              { name: 'data', mountPath: '/data', readOnly: true },
            ]),
          },
        ],
      },
    });
    expect(pod?.metadata.labels).not.toHaveProperty('migmigration');
    expect(source.objects('Pod').map(({ metadata }) => metadata.name)).toEqual(['db-0']);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'a pod that failed',
      () => {
        ending({ phase: 'Failed', reason: 'DeadlineExceeded' }, 'find: too many');
      },
      /failed: DeadlineExceeded; find: too many/,
    ],
    [
      'a pod that printed something else',
      () => {
        ending({ phase: 'Succeeded' }, 'hello');
      },
      /printed no measure: hello/,
    ],
    [
      'a pod that may not be made',
      () => {
        source.admit = () => {
          throw failure('DRAY-1009', { detail: 'violates PodSecurity "restricted"' });
        };
      },
      /PodSecurity/,
    ],
  ])('says what came of %s, and is no failure', async (_, prepare, why) => {
    prepare();
    const use = await measured();

    expect(use.failure).toMatch(why);
    expect(use.contents).toBeUndefined();
    expect(source.objects('Pod')).toEqual([]);
  });

  it('is done by somebody else where root is not admitted', async () => {
    ending({ phase: 'Succeeded' }, JSON.stringify({ ...CONTENTS, fileSystem: FILE_SYSTEM }));
    const admit = source.admit;
    const users: unknown[] = [];
    source.admit = (object, options) => {
      const [container] = (object['spec'] as { containers: { securityContext: object }[] })
        .containers;
      users.push(container?.securityContext);
      if (users.length > 1) return admit(object, options);
      throw failure('DRAY-1009', { detail: 'violates PodSecurity "restricted"' });
    };

    expect(await measured()).toMatchObject({ contents: CONTENTS });
    expect(users).toMatchObject([{ runAsUser: 0 }, { runAsUser: 65_534, runAsNonRoot: true }]);
  });

  it('does not wait for a volume that only one pod may have', async () => {
    source.seed(user());
    expect(await measured({ accessModes: ['ReadWriteOncePod'] })).toMatchObject({
      failure: 'it is ReadWriteOncePod, and Pod db-0 uses it',
    });
  });

  it('is tried again when the cluster is away', async () => {
    source.before = (method) => {
      if (method === 'create') throw failure('DRAY-1002', { detail: 'refused' });
    };
    await expect(measured()).rejects.toMatchObject({ code: 'DRAY-1002' });
  });

  it('goes on with the pod that another try made', async () => {
    ending({ phase: 'Succeeded' }, JSON.stringify({ ...CONTENTS, fileSystem: FILE_SYSTEM }));
    const [first, second] = await Promise.all([measured(), measured()].map(settled));

    // Whoever is later finds the pod, or finds it gone and begins anew.
    for (const result of [first, second]) {
      expect(['measured', 'DRAY-3012']).toContain(result);
    }
    expect([first, second]).toContain('measured');
  });
});

async function settled(work: Promise<{ contents?: unknown }>): Promise<string> {
  try {
    return (await work).contents === undefined ? 'failed' : 'measured';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}
