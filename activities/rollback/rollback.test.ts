import { beforeEach, describe, expect, it } from '@jest/globals';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { QUIESCED_BY } from '../../domain/quiesce/annotations.ts';
import { MADE_AS } from '../../domain/rollback/seal.ts';
import { QUIESCE_ANNOTATIONS } from '../../domain/kinds/annotations.ts';
import { RUN } from '../../test/builders/placing.ts';
import {
  asActivity,
  BACK,
  inStore,
  labelled,
  openRollbackStage,
} from '../../test/builders/rollback.ts';

let stage: ReturnType<typeof openRollbackStage>;
beforeEach(() => {
  stage = openRollbackStage();
  stage.migration(RUN, {}, 'Succeeded');
  stage.migration(BACK, { rollback: true });
});

const survey = () => asActivity(() => stage.acts.surveyRollback(stage.facts));
const stop = (options = {}) => asActivity(() => stage.acts.stopTarget(stage.facts), options);
const remove = async (options = {}) => {
  await asActivity(() => stage.acts.deleteMigrated(stage.facts));
  return asActivity(() => stage.acts.awaitMigratedDeleted(stage.facts), options);
};

function namesOf(kind: string): string[] {
  return stage.target.objects(kind).map(({ metadata }) => metadata.name);
}

const CLAIM = inStore('v1', 'PersistentVolumeClaim', 'data');
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'store' } };

/** The claim of the source that a claim of the target was copied from. */
function seedOriginal(): void {
  const { metadata, ...claim } = CLAIM;
  stage.source.seed({ ...claim, metadata: { ...metadata, namespace: 'shop' } });
}

function pod(name: string, rest: { owner?: KubeObject; claim?: string } = {}): KubeObject {
  const { owner, claim } = rest;
  const ownerReferences =
    owner === undefined ? [] : [{ ...keyOf(owner), uid: owner.metadata.uid ?? '' }];
  const volumes = claim === undefined ? [] : [{ persistentVolumeClaim: { claimName: claim } }];
  const status = { phase: 'Running' };
  return inStore('v1', 'Pod', name, { metadata: { ownerReferences }, spec: { volumes }, status });
}

describe('what is deleted', () => {
  it('is what the ledger lists, uid by uid, changed or not', async () => {
    await stage.made(inStore('v1', 'ConfigMap', 'settings'), inStore('v1', 'Service', 'web'));
    await stage.target.patch(keyOf(inStore('v1', 'ConfigMap', 'settings')), { data: { a: 'b' } });

    expect(await survey()).toEqual({ objects: 2, claims: 0, conditions: [] });
    await remove();

    expect(namesOf('ConfigMap')).toEqual([]);
    expect(namesOf('Service')).toEqual([]);
    expect(stage.host.objects('ConfigMap')).toEqual([]);
  });

  it('is nothing of others: neither what carries our labels, nor what took a place of ours', async () => {
    const [map] = await stage.made(
      inStore('v1', 'ConfigMap', 'settings'),
      inStore('v1', 'Service', 'web'),
    );
    await stage.target.delete(keyOf(map!));
    stage.target.seed(
      labelled(inStore('v1', 'ConfigMap', 'settings')),
      labelled(inStore('v1', 'ConfigMap', 'copied')),
      inStore('v1', 'Secret', 'foreign'),
    );

    const { objects, conditions } = await survey();
    await remove();

    expect(objects).toBe(1);
    expect(conditions).toMatchObject(
      [
        { type: 'ObjectsLeftAlone', category: 'Advisory', message: /ConfigMap store\/settings/ },
      ].map((one) => ({ ...one, message: expect.stringMatching(one.message) })),
    );
    expect(namesOf('ConfigMap')).toEqual(['settings', 'copied']);
    expect(namesOf('Secret')).toEqual(['foreign']);
    expect(namesOf('Service')).toEqual([]);
  });

  it('are claims that a run made, not copies of them, nor those that were there before', async () => {
    seedOriginal();
    const made = await stage.sealed(CLAIM);
    const { labels, annotations = {} } = made.metadata;
    stage.target.seed(
      inStore('v1', 'PersistentVolumeClaim', 'copied', { metadata: { labels, annotations } }),
      labelled(inStore('v1', 'PersistentVolumeClaim', 'before')),
    );

    expect(await survey()).toMatchObject({ objects: 0, claims: 1 });
    await remove();

    expect(namesOf('PersistentVolumeClaim')).toEqual(['copied', 'before']);
  });

  it('goes on where an earlier rollback was left, and ends well when nothing is left', async () => {
    await stage.made(inStore('v1', 'Service', 'web'));
    await asActivity(() => stage.acts.deleteMigrated(stage.facts));

    await remove();

    expect(await survey()).toEqual({ objects: 0, claims: 0, conditions: [] });
    expect(await stop()).toEqual({});
    await remove();
  });
});

describe('what cannot be deleted', () => {
  it('is named with what holds it, and the ledger is kept', async () => {
    const held = inStore('v1', 'Service', 'web', {
      metadata: { finalizers: ['example.com/held'] },
    });
    await stage.made(held, inStore('v1', 'ConfigMap', 'settings'));

    await expect(remove({ late: true })).rejects.toMatchObject({
      code: 'DRAY-5006',
      detail: 'Service store/web (held by example.com/held)',
    });
    expect(namesOf('ConfigMap')).toEqual([]);
    expect(stage.host.objects('ConfigMap')).toHaveLength(1);
    const left = await asActivity(() => stage.acts.describeRollbackLeft(stage.facts));
    expect(left[0]).toBe('Still on the target: Service store/web.');
  });

  it('is a claim that somebody else uses: it is not even begun', async () => {
    seedOriginal();
    await stage.sealed(CLAIM);
    stage.target.seed(pod('stranger', { claim: 'data' }));

    await expect(remove({ late: true })).rejects.toMatchObject({
      code: 'DRAY-5006',
      detail: 'PersistentVolumeClaim store/data, used by Pod store/stranger',
    });
    const [claim] = stage.target.objects('PersistentVolumeClaim');
    expect(claim?.metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('a namespace', () => {
  it('that a run made goes when nothing but what every namespace has is in it', async () => {
    await stage.sealed(NAMESPACE);
    stage.target.seed(
      inStore('v1', 'ConfigMap', 'kube-root-ca.crt'),
      inStore('v1', 'ServiceAccount', 'default'),
    );

    expect(await remove()).toEqual([]);
    expect(namesOf('Namespace')).toEqual([]);
  });

  it('stays when somebody lives in it, who is named', async () => {
    await stage.sealed(NAMESPACE);
    stage.target.seed(inStore('v1', 'Secret', 'foreign'));

    const [condition] = await remove();

    expect(condition?.message).toContain('Namespace store (Secret store/foreign)');
    expect(namesOf('Namespace')).toEqual(['store']);
  });

  it.each([
    ['was there before', {}],
    ['is a copy', { [MADE_AS]: `${RUN.planUid}/another` }],
  ])('stays when it %s', async (_what, annotations) => {
    stage.target.seed({ ...NAMESPACE, metadata: { name: 'store', annotations } });

    await remove();

    expect(namesOf('Namespace')).toEqual(['store']);
  });
});

describe('the application on the target', () => {
  const WEB = inStore('apps/v1', 'Deployment', 'web', { spec: { replicas: 2 } });

  it('has stopped when its pods have ended, whatever lies there still', async () => {
    const finalizers = ['foregroundDeletion', 'example.com/held'];
    const [web] = await stage.made(
      { ...WEB, metadata: { ...WEB.metadata, finalizers } },
      inStore('v1', 'Service', 'web', { metadata: { finalizers: ['example.com/held'] } }),
    );
    const [set] = stage.target.seed(
      inStore('apps/v1', 'ReplicaSet', 'web-1', {
        metadata: { ownerReferences: [{ ...keyOf(web!), uid: web!.metadata.uid! }] },
      }),
    );
    stage.target.seed(pod('web-1-a', { owner: set! }), pod('stranger'));
    let looks = 0;
    stage.target.before = (method, key) => {
      if (method !== 'list' || key?.kind !== 'Pod') return;
      looks += 1;
      // The pods end, and then the API server takes its own finalizer away.
      if (looks === 2)
        stage.target.seed({ ...pod('web-1-a', { owner: set! }), status: { phase: 'Succeeded' } });
      if (looks === 3)
        stage.target.seed({
          ...stage.target.objects('Deployment')[0]!,
          metadata: {
            ...stage.target.objects('Deployment')[0]!.metadata,
            finalizers: ['example.com/held'],
          },
        });
    };

    const { stoppedAt } = await stop();

    expect(stoppedAt).toBeDefined();
    expect(looks).toBeGreaterThanOrEqual(3);
    expect(stage.target.objects('Service')[0]?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('that does not stop is named with its pods, and the source is not to start', async () => {
    const finalizers = ['foregroundDeletion'];
    const [web] = await stage.made({ ...WEB, metadata: { ...WEB.metadata, finalizers } });
    stage.target.seed(pod('web-a', { owner: web! }));

    await expect(stop({ late: true })).rejects.toMatchObject({
      code: 'DRAY-5005',
      detail: expect.stringMatching(/Deployment store\/web.*Pod store\/web-a: Running/),
    });
  });

  it('that was never started stops without an outage', async () => {
    await stage.made(inStore('apps/v1', 'Deployment', 'web', { spec: { replicas: 0 } }));

    expect(await stop()).toEqual({});
    expect(namesOf('Deployment')).toEqual([]);
  });

  it('is ended by its operator as long as that runs', async () => {
    const ended: string[] = [];
    await stage.made(WEB, inStore('example.com/v1', 'Widget', 'whole'));
    stage.target.before = (method, key) => {
      if (method === 'delete') ended.push(key?.kind ?? '');
    };

    await stop();

    expect(ended).toEqual(['Widget', 'Deployment']);
  });
});

describe('the source', () => {
  const STOPPED = (name: string, by: string): KubeObject => ({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0 } },
    metadata: {
      ...{ name, namespace: 'shop' },
      annotations: { [QUIESCE_ANNOTATIONS.replicas]: '3', [QUIESCED_BY]: by, mine: 'kept' },
    },
  });
  const start = () => asActivity(() => stage.acts.unquiescePlan(stage.facts));

  it('is brought back by the notes of any run of the plan, and of no other', async () => {
    const failed = { ...RUN, migration: 'failed', uid: 'failed-uid' };
    stage.migration(failed, {}, 'Failed');
    stage.source.seed(
      STOPPED('web', RUN.uid),
      STOPPED('api', 'failed-uid'),
      STOPPED('other', 'stranger'),
    );

    const { conditions } = await survey();
    const started = await start();

    expect(started.map(({ name }) => name).sort()).toEqual(['api', 'web']);
    const [web, api, other] = stage.source.objects('Deployment');
    for (const one of [web, api]) {
      expect(one).toMatchObject({ spec: { replicas: 3 } });
      expect(one?.metadata.annotations).toEqual({ mine: 'kept' });
    }
    expect(other).toEqual(expect.objectContaining({ spec: { replicas: 0 } }));
    expect(conditions).toMatchObject([{ type: 'StoppedByOthers', category: 'Warn' }]);
    expect(await start()).toEqual([]);
  });

  it('is known by the ledger when the MigMigration was tidied away', async () => {
    await stage.made(inStore('v1', 'Service', 'web'));
    await stage.host.delete({
      ...{ apiVersion: 'migration.openshift.io/v1alpha1', kind: 'MigMigration' },
      ...{ namespace: 'ns', name: RUN.migration },
    });
    stage.source.seed(STOPPED('web', RUN.uid));

    expect(await start()).toHaveLength(1);
  });

  it('that lacks a claim or its namespace is nothing to go back to', async () => {
    await stage.sealed(CLAIM);

    await expect(survey()).rejects.toMatchObject({
      code: 'DRAY-2013',
      detail: expect.stringContaining('PersistentVolumeClaim shop/data'),
    });
    expect(namesOf('PersistentVolumeClaim')).toEqual(['data']);
  });

  it('is not started beside an application whose ledger is gone', async () => {
    const web = inStore('apps/v1', 'Deployment', 'web', { spec: { replicas: 1 } });
    stage.target.seed(labelled(web));

    await expect(survey()).rejects.toMatchObject({
      code: 'DRAY-2014',
      detail: expect.stringContaining('Deployment store/web'),
    });
  });

  it('that does not become ready is told, and fails nothing', async () => {
    stage.source.seed({ ...STOPPED('web', RUN.uid), status: { readyReplicas: 0 } });
    const started = await start();

    const { conditions } = await asActivity(
      () => stage.acts.awaitSourceReady({ facts: stage.facts, started }),
      { late: true },
    );

    expect(conditions).toMatchObject([
      { type: 'SourceNotReady', message: expect.stringContaining('Deployment shop/web 0 of 3') },
    ]);
  });
});
