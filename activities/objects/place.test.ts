import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import {
  inShop,
  ofCluster,
  openPlacingStage,
  type PlacingStage,
  RUN,
} from '../../test/builders/placing.ts';
import { openLedger } from './ledger.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const APPLICATION = [
  inShop('apps/v1', 'Deployment', 'web'),
  inShop('v1', 'Service', 'web'),
  inShop('v1', 'ConfigMap', 'settings'),
  inShop('v1', 'ServiceAccount', 'web'),
  ofCluster(RBAC, 'ClusterRole', 'reader'),
];

let stage: PlacingStage;
beforeEach(() => {
  stage = openPlacingStage();
});

const names = (objects: readonly KubeObject[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

const placed = () =>
  names([...Object.values(KIND_NAMES)].flatMap((kind) => stage.target.objects(kind)));
const KIND_NAMES = ['ClusterRole', 'ServiceAccount', 'ConfigMap', 'Service', 'Deployment'];

describe('placing', () => {
  it('makes what others need first', async () => {
    const made: string[] = [];
    stage.target.before = (method, key) => {
      if (method === 'create') made.push(key?.kind ?? '');
    };

    await stage.place(APPLICATION);

    expect(made).toEqual(KIND_NAMES);
  });

  it('writes down what it means to make before it makes anything, and what it made', async () => {
    let before: unknown;
    stage.target.before = (method) => {
      if (method === 'create') before ??= stage.host.objects('ConfigMap')[0]?.['data'];
    };

    await stage.place(APPLICATION);

    const lines = (before as { entries: string }).entries.split('\n');
    expect(lines).toHaveLength(APPLICATION.length);
    expect(lines.some((line) => line.includes('uid'))).toBe(false);
    const { entries } = await openLedger(stage.host, RUN);
    const uids = KIND_NAMES.flatMap((kind) => stage.target.objects(kind)).map(
      (o) => o.metadata.uid,
    );
    expect([...entries.values()].map(({ uid }) => uid).sort()).toEqual(uids.sort());
  });

  it('makes nothing when something is in the way, and names all of it', async () => {
    stage.target.seed(APPLICATION[1]!, APPLICATION[2]!, APPLICATION[4]!);

    const placing = stage.place(APPLICATION);

    await expect(placing).rejects.toMatchObject({ code: 'DRAY-1011' });
    await expect(placing).rejects.toThrow(/Service shop\/web: .*; ConfigMap shop\/settings: /);
    expect(placed()).toEqual(['ClusterRole reader', 'ConfigMap settings', 'Service web']);
    expect(stage.host.objects('ConfigMap')).toEqual([]);
  });

  it('tells of all that the target refuses, and notes what it took', async () => {
    stage.target.before = (method, key) => {
      if (method !== 'create' || key?.kind === 'ConfigMap') return;
      if (key?.name === 'web') throw failure('DRAY-1009', { detail: `no ${key.kind ?? ''}` });
    };
    const secrets = ['a', 'b'].map((name) => inShop('v1', 'Secret', name));
    const refused = inShop('v1', 'Secret', 'web');

    const placing = stage.place([...secrets, refused, inShop('v1', 'ConfigMap', 'settings')]);

    await expect(placing).rejects.toMatchObject({
      code: 'DRAY-4101',
      detail: 'Secret shop/web: no Secret',
    });
    expect(names(stage.target.objects('Secret'))).toEqual(['Secret a', 'Secret b']);
    await stage.takeBack();
    expect(stage.target.objects('Secret')).toEqual([]);
    expect(stage.target.objects('ConfigMap')).toEqual([]);
  });

  it('bears with a webhook that is not up yet', async () => {
    let calls = 0;
    stage.target.before = (method) => {
      if (method !== 'create' || ++calls > 2) return;
      throw failure('DRAY-1006', { detail: 'failed calling webhook "w.example.com": refused' });
    };

    await stage.place([inShop('v1', 'ConfigMap', 'settings')]);

    expect(placed()).toEqual(['ConfigMap settings']);
  });

  it('knows what it made when the answer was lost', async () => {
    let lost = false;
    stage.target.before = (method, key) => {
      if (method !== 'create' || key?.kind !== 'Deployment' || lost) return;
      lost = true;
      const labels = { 'migration.openshift.io/migrated-by-migmigration': RUN.uid };
      const made = inShop('apps/v1', 'Deployment', 'web');
      stage.target.seed({ ...made, metadata: { ...made.metadata, labels } });
      throw failure('DRAY-1002', { detail: 'connection reset' });
    };

    await stage.place(APPLICATION);

    const { entries } = await openLedger(stage.host, RUN);
    const [deployment] = stage.target.objects('Deployment');
    expect([...entries.values()].map(({ uid }) => uid)).toContain(deployment?.metadata.uid);
  });

  it('does not take for its own what somebody made at the same moment', async () => {
    stage.target.before = (method, key) => {
      if (method === 'create' && key?.kind === 'Deployment') {
        stage.target.seed(inShop('apps/v1', 'Deployment', 'web'));
      }
    };

    await expect(stage.place(APPLICATION)).rejects.toThrow(/Deployment shop\/web: somebody else/);
    await stage.takeBack();
    expect(placed()).toEqual(['Deployment web']);
  });
});

describe('custom kinds', () => {
  const definition = (subresources?: object) =>
    ofCluster('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com', {
      spec: {
        ...{ group: 'example.com', names: { kind: 'Widget' } },
        versions: [{ name: 'v1', served: true, storage: true, subresources }],
      },
    });
  const widget = inShop('example.com/v1', 'Widget', 'w', { status: { address: 'known' } });

  /** What the API server does with a definition, a moment later. */
  function establish(): void {
    stage.target.before = (method, key) => {
      if (method !== 'servedKinds' && key?.kind !== 'CustomResourceDefinition') return;
      const [found] = stage.target.objects('CustomResourceDefinition');
      if (found === undefined) return;
      if (method === 'servedKinds') stage.target.kinds.set('example.com/v1', ['Widget']);
      const status = { conditions: [{ type: 'Established', status: 'True' }] };
      stage.target.seed({ ...found, status });
    };
  }

  it('are waited for, and their objects keep their status, written apart', async () => {
    establish();
    const patched: unknown[] = [];
    const { patch } = stage.target;
    stage.target.patch = (key, what, options) => {
      patched.push([key.name, what, options]);
      return patch.call(stage.target, key, what, options);
    };

    await stage.place([widget, definition()]);

    expect(patched).toEqual([['w', { status: widget['status'] }, { subresource: 'status' }]]);
    expect(stage.target.objects('Widget')[0]?.['status']).toEqual(widget['status']);
  });

  it('keep it in the object where it is a field like any other', async () => {
    establish();
    stage.target.withoutStatus.add('Widget');
    const statusSeen: unknown[] = [];
    const { create } = stage.target;
    stage.target.create = (object) => {
      if (object.kind === 'Widget') statusSeen.push(object['status']);
      return create.call(stage.target, object);
    };

    await stage.place([definition(), widget]);

    expect(statusSeen).toEqual([widget['status']]);
  });

  it('stay when somebody else has used them by the time that all is taken back', async () => {
    establish();
    await stage.place([definition(), widget]);
    const foreign = { ...inShop('example.com/v1', 'Widget', 'foreign') };
    stage.target.seed({ ...foreign, metadata: { name: 'foreign', namespace: 'elsewhere' } });

    await stage.takeBack();

    expect(names(stage.target.objects('Widget'))).toEqual(['Widget foreign']);
    expect(stage.target.objects('CustomResourceDefinition')).toHaveLength(1);
  });

  it('go with all that was made, when nobody has', async () => {
    establish();
    await stage.place([definition(), widget]);

    await stage.takeBack();

    expect(stage.target.objects('Widget')).toEqual([]);
    expect(stage.target.objects('CustomResourceDefinition')).toEqual([]);
    expect(stage.host.objects('ConfigMap')).toEqual([]);
  });
});

describe('what is shared', () => {
  const account = (name: string) => ({ kind: 'ServiceAccount', name, namespace: 'shop' });
  const binding = (...subjects: object[]) =>
    ofCluster(RBAC, 'ClusterRoleBinding', 'readers', { roleRef: { name: 'reader' }, subjects });

  it('is added to, once, and given back', async () => {
    stage.target.seed(binding(account('there')));

    await stage.place([binding(account('web'))]);
    await stage.place([binding(account('web'))]);
    expect(stage.target.objects('ClusterRoleBinding')[0]?.['subjects']).toEqual([
      account('there'),
      account('web'),
    ]);
    await stage.takeBack();

    expect(stage.target.objects('ClusterRoleBinding')[0]?.['subjects']).toEqual([account('there')]);
  });

  it('is refused when it is about another role', async () => {
    stage.target.seed({ ...binding(), roleRef: { name: 'writer' } });

    await expect(stage.place([binding(account('web'))])).rejects.toThrow(/gives another role/);
  });
});

/** The worker may die at every request; whatever it has done by then is gone on with, or taken back. */
describe('a worker that dies', () => {
  const given = (...names: string[]) =>
    inShop('v1', 'ServiceAccount', 'default', { secrets: names.map((name) => ({ name })) });
  const ALL = [...APPLICATION, given('mine')];
  const FOREIGN = [inShop('v1', 'ConfigMap', 'foreign'), given('there')];

  const secretsOfAccount = () =>
    stage.target.objects('ServiceAccount').find(({ metadata }) => metadata.name === 'default')?.[
      'secrets'
    ];
  const METHODS = ['get', 'list', 'create', 'replace', 'clock'] as const;

  /** Lets so many requests of the worker through; the answer to the last one is lost. */
  function dieAfter(requests: number): void {
    let left = requests;
    for (const cluster of [stage.target, stage.host]) {
      for (const method of METHODS) {
        const original = cluster[method].bind(cluster) as (...args: unknown[]) => Promise<unknown>;
        const dying = async (...args: unknown[]): Promise<unknown> => {
          const answer = left > 0 ? await original(...args) : undefined;
          if (--left <= 0) throw new Error('the worker is gone');
          return answer;
        };
        Object.assign(cluster, { [method]: dying });
      }
    }
  }

  function live(): void {
    for (const cluster of [stage.target, stage.host]) {
      for (const method of METHODS) Reflect.deleteProperty(cluster, method);
    }
  }

  /** Every point at which it may die, until it does not. */
  async function eachDeath(act: () => Promise<void>): Promise<number> {
    for (let n = 1; ; n++) {
      stage = openPlacingStage();
      stage.target.seed(...FOREIGN);
      dieAfter(n);
      const died = await stage.place(ALL).then(
        () => false,
        () => true,
      );
      live();
      await act();
      if (!died) return n;
    }
  }

  it('at any moment: another one goes on, and makes everything once', async () => {
    const deaths = await eachDeath(async () => {
      await stage.place(ALL);
      expect(placed()).toEqual(names([...ALL, FOREIGN[0]!]));
      expect(secretsOfAccount()).toEqual([{ name: 'there' }, { name: 'mine' }]);
      const { entries } = await openLedger(stage.host, RUN);
      expect([...entries.values()].every(({ uid }) => uid !== undefined)).toBe(true);
    });
    expect(deaths).toBeGreaterThan(15);
  });

  it('at any moment: all that it made is taken back, and nothing else', async () => {
    await eachDeath(async () => {
      await stage.takeBack();
      expect(placed()).toEqual(names(FOREIGN));
      expect(secretsOfAccount()).toEqual([{ name: 'there' }]);
      expect(stage.host.objects('ConfigMap')).toEqual([]);
    });
  });
});
