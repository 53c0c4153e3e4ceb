import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../domain/kube-object.ts';
import { backupName, buildBackup } from '../domain/velero/backup.ts';
import { contentsKey } from '../domain/velero/contents.ts';
import { restoreName } from '../domain/velero/restore.ts';
import { resultsKey } from '../domain/velero/results.ts';
import { fakePorts, inActivity } from '../test/builders/fake-ports.ts';
import { runFacts } from '../test/builders/run-facts.ts';
import { packBackup } from '../test/builders/backup-archive.ts';
import { accountSecret, giveAccountSecrets, giveRegistry } from '../test/builders/openshift.ts';
import { inShop, ofCluster, RUN } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { migStorage } from '../test/fakes/migration-objects.ts';
import { restoreAll } from '../test/fakes/velero.ts';
import { createDirectActivities } from './objects/direct.ts';
import { VELERO_NAMESPACE } from './ports.ts';
import { createRestoredActivities } from './restored.ts';
import { createRestoreActivities } from './velero-restore.ts';
import { createBackupActivities } from './velero.ts';

const STORAGE = migStorage('bucket');

const FACTS = runFacts({
  storage: { namespace: STORAGE.metadata.namespace ?? '', name: 'bucket' },
  objectTransport: 'Velero',
});

const KINDS: Record<string, string[]> = {
  v1: ['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  'apps/v1': ['Deployment'],
  'batch/v1': ['Job'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'RoleBinding'],
};

/** Two clusters, a repository, and Velero in between. */
function openStage() {
  const [host, source, target] = ['host', 'source', 'target'].map((name) => {
    const cluster = new FakeCluster({ name });
    for (const [apiVersion, kinds] of Object.entries(KINDS)) cluster.kinds.set(apiVersion, kinds);
    return cluster;
  }) as [FakeCluster, FakeCluster, FakeCluster];
  const files = new Map<string, Uint8Array>();
  const keys = { 'aws-access-key-id': 'QQ==', 'aws-secret-access-key': 'Uw==' };
  const ref = { name: 'keys', namespace: 'ns' };
  host.seed(
    { apiVersion: 'v1', kind: 'Secret', metadata: ref, data: keys },
    {
      ...STORAGE,
      spec: {
        ...(STORAGE['spec'] as object),
        backupStorageConfig: { awsBucketName: 'velero', credsSecretRef: ref },
      },
    },
  );
  const ports = fakePorts(
    { host, source, target },
    {
      fetchObject: (_repository, _keys, key) => Promise.resolve(files.get(key)),
      probeRepository: () => Promise.resolve(),
    },
  );
  return { host, source, target, files, ports };
}

let stage: ReturnType<typeof openStage>;
beforeEach(() => {
  stage = openStage();
});

const BACKUP_STATUS = { phase: 'Completed', startTimestamp: '2999-01-01T00:00:00Z' };

/** A backup of these objects; the source may change afterwards. */
function backUp(objects: readonly KubeObject[], status: object = BACKUP_STATUS): void {
  const { source, files } = stage;
  const request = { run: RUN, namespace: VELERO_NAMESPACE, namespaces: ['shop'], location: 'b' };
  source.seed({ ...buildBackup(request), status });
  files.set(contentsKey(backupName(RUN)), packBackup(objects));
}

const order = () => inActivity(() => createRestoreActivities(stage.ports).createRestore(FACTS));
const wait = () => inActivity(() => createRestoreActivities(stage.ports).awaitRestore(FACTS));
const place = (facts = FACTS) =>
  inActivity(() => createDirectActivities(stage.ports).placeObjects(facts));

/** All of it: what is ordered, what Velero does, and what we do behind it. */
async function bring(objects: readonly KubeObject[]) {
  await order();
  const outcome = await restoreAll(stage.target, objects);
  const results = { warnings: { namespaces: outcome.warnings } };
  stage.files.set(resultsKey('Restore', restoreName(RUN)), gzipSync(JSON.stringify(results)));
  return [...(await wait()), ...(await place())];
}

const deployment = (spec: object, metadata: object = {}): KubeObject => {
  const object = inShop('apps/v1', 'Deployment', 'web', { spec });
  return { ...object, metadata: { ...object.metadata, ...metadata } };
};

/** Something of everything: what Velero restores whole, in part, and not at all. */
function application(): KubeObject[] {
  const account = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };
  const rbac = 'rbac.authorization.k8s.io/v1';
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };
  return [
    deployment({ replicas: 3, template: { metadata: { creationTimestamp: null } } }),
    inShop('v1', 'ConfigMap', 'settings', { data: { 'a/b': 'x\u2028"y' } }),
    inShop('v1', 'ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': 'source' } }),
    inShop('v1', 'Secret', 'keys', { type: 'Opaque', data: { a: 'MQ==' } }),
    inShop('v1', 'Service', 'web', {
      spec: {
        ...{ type: 'NodePort', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] },
        ports: [{ port: 80, nodePort: 31000 }],
      },
    }),
    inShop('v1', 'ServiceAccount', 'web', { imagePullSecrets: [{ name: 'keys' }] }),
    inShop('batch/v1', 'Job', 'done', {
      spec: {},
      status: { completionTime: 't', conditions: [{ type: 'Complete', status: 'True' }] },
    }),
    inShop(rbac, 'RoleBinding', 'web', { roleRef, subjects: [account] }),
    ofCluster(rbac, 'ClusterRole', 'reader', { rules: [] }),
    ofCluster(rbac, 'ClusterRoleBinding', 'readers', { roleRef, subjects: [account] }),
  ];
}

const GIVEN = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'generation']);

/** Objects of the target by kind and name, without what a cluster or a way gives them. */
function arrived({ target }: typeof stage): Record<string, unknown> {
  const objects = Object.values(KINDS)
    .flat()
    .flatMap((kind) => target.objects(kind))
    .filter(({ metadata }) => metadata.namespace !== VELERO_NAMESPACE);
  return Object.fromEntries(
    objects.map((object) => {
      const kept = Object.entries(object.metadata).filter(([key]) => !GIVEN.has(key));
      const metadata = Object.fromEntries(kept) as KubeObject['metadata'];
      const labels = Object.entries(metadata.labels ?? {}).filter(
        ([label]) => !label.startsWith('velero.io/'),
      );
      const name = `${object.kind} ${metadata.namespace ?? ''}/${metadata.name}`;
      return [name, { ...object, metadata: { ...metadata, labels: Object.fromEntries(labels) } }];
    }),
  );
}

const nameOf = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.name}`;

describe('objects by Velero', () => {
  it('are the same as by ourselves', async () => {
    const objects = application();
    const own = inShop('v1', 'ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': 'target' } });
    own.metadata.namespace = 'store';
    stage.source.seed(...objects);
    stage.target.seed(own);
    backUp(objects);

    // Nobody has to know of the authority that is in every namespace.
    expect(await bring(objects)).toMatchObject([
      { type: 'ObjectsLeftBehind', message: expect.stringContaining('Job shop/done: ') },
    ]);

    const [restore] = stage.target.objects('Restore');
    expect(restore).toMatchObject({
      spec: {
        includedResources: [
          'configmaps',
          'deployments.apps',
          'rolebindings.rbac.authorization.k8s.io',
          'secrets',
          'services',
        ],
        namespaceMapping: { shop: 'store' },
      },
    });
    const byVelero = arrived(stage);
    stage = openStage();
    stage.source.seed(...objects);
    stage.target.seed(own);
    await place({ ...FACTS, objectTransport: 'Direct' });
    expect(byVelero).toEqual(arrived(stage));
    expect(byVelero['Deployment store/web']).toMatchObject({ spec: { replicas: 0 } });
  });

  it('are those of the source as it is, not as it was', async () => {
    const before = [
      inShop('v1', 'ConfigMap', 'changed', { data: { a: 'old' } }),
      inShop('v1', 'Secret', 'changed', { data: { a: 'b2xk' } }),
      inShop('v1', 'Service', 'deleted', { spec: {} }),
    ];
    backUp(before);
    stage.source.seed(
      inShop('v1', 'ConfigMap', 'changed', { data: { a: 'new' } }),
      inShop('v1', 'Secret', 'changed', { data: { a: 'bmV3' } }),
      inShop('v1', 'Secret', 'made', { data: {} }),
    );

    await bring(before);

    expect(stage.target.objects('Service')).toEqual([]);
    expect(arrived(stage)).toMatchObject({
      'ConfigMap store/changed': { data: { a: 'new' } },
      'Secret store/changed': { data: { a: 'bmV3' } },
      'Secret store/made': { data: {} },
    });
    expect(JSON.stringify(stage.target.objects('Restore'))).not.toContain('secrets');
  });

  it('are taken back, also those that Velero made and nobody could note', async () => {
    const objects = application();
    stage.source.seed(...objects);
    backUp(objects);
    await order();
    await restoreAll(stage.target, objects);
    expect(stage.target.objects('Deployment')).toHaveLength(1);

    await inActivity(() => createRestoredActivities(stage.ports).deleteRestored(FACTS));

    expect(arrived(stage)).toEqual({});
    const left = stage.host.objects('ConfigMap').map(nameOf);
    expect(left).toEqual([]);
  });

  it('are not ordered when something is in the way', async () => {
    const [web] = [deployment({ replicas: 1 })];
    stage.source.seed(web);
    backUp([web]);
    stage.target.seed({ ...web, metadata: { ...web.metadata, namespace: 'store' } });

    await expect(order()).rejects.toMatchObject({ code: 'DRAY-1011' });
    expect(stage.target.objects('Restore')).toEqual([]);
  });

  it('are not started when one was not as it should be', async () => {
    backUp([]);
    await order();
    const [restore] = stage.target.objects('Restore');
    stage.target.seed({ ...restore!, status: { phase: 'PartiallyFailed', errors: 1 } });
    const errors = { namespaces: { store: ['error in applying patch'] } };
    stage.files.set(resultsKey('Restore', restoreName(RUN)), gzipSync(JSON.stringify({ errors })));

    await expect(wait()).rejects.toMatchObject({
      code: 'DRAY-4003',
      detail: expect.stringContaining('error in applying patch'),
    });
  });

  it('come with a word on what Velero found odd', async () => {
    backUp([]);
    await order();
    const [restore] = stage.target.objects('Restore');
    stage.target.seed({ ...restore!, status: { phase: 'Completed', warnings: 1 } });
    const warnings = { cluster: ['refresh discovery: odd'] };
    stage.files.set(
      resultsKey('Restore', restoreName(RUN)),
      gzipSync(JSON.stringify({ warnings })),
    );

    expect(await wait()).toMatchObject([{ message: expect.stringContaining('odd') }]);
    expect(stage.target.objects('ConfigMap')).toEqual([]);
  });
});

describe('on OpenShift, objects by Velero', () => {
  const CONSTRAINTS = ['security.openshift.io/v1', 'SecurityContextConstraints', 'odd'] as const;
  const account = (namespace: string) => `system:serviceaccount:${namespace}:web`;

  beforeEach(() => {
    giveRegistry(stage.source, 'old:5000');
    giveRegistry(stage.target, 'new:5000');
    giveAccountSecrets(stage.target);
    for (const cluster of [stage.source, stage.target]) {
      cluster.kinds.set(CONSTRAINTS[0], [CONSTRAINTS[1]]);
    }
  });

  it('name the target’s secrets of accounts that are only about to be made', async () => {
    const imagePullSecrets = [{ name: 'web-dockercfg-old' }, { name: 'keys' }];
    const spec = { serviceAccountName: 'web', containers: [], imagePullSecrets };
    const web = deployment({ replicas: 0, template: { spec } });
    stage.source.seed(
      web,
      inShop('v1', 'ServiceAccount', 'web'),
      accountSecret('shop', 'web', 'web-dockercfg-old'),
    );
    backUp([web]);

    await bring([web]);

    // By Velero, and not by ourselves: what it is told is right already.
    expect(stage.target.objects('Restore')).toMatchObject([
      { spec: { includedResources: ['deployments.apps'] } },
    ]);
    expect(stage.target.objects('Deployment')).toMatchObject([
      {
        metadata: { labels: { 'velero.io/restore-name': restoreName(RUN) } },
        spec: {
          template: {
            spec: { imagePullSecrets: [{ name: 'web-dockercfg-new' }, { name: 'keys' }] },
          },
        },
      },
    ]);
  });

  it('add to what everybody shares, and take no more back', async () => {
    const rbac = ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'readers'] as const;
    const roleRef = { kind: 'ClusterRole', name: 'view' };
    const subject = (namespace: string) => ({ kind: 'ServiceAccount', name: 'web', namespace });
    const objects = [
      ofCluster(...CONSTRAINTS, { users: [account('shop'), 'alice'], priority: 9 }),
      ofCluster(...rbac, { roleRef, subjects: [subject('shop')] }),
    ];
    const theirs = [
      ofCluster(...CONSTRAINTS, { users: ['bob'], priority: 1 }),
      ofCluster(...rbac, { roleRef, subjects: [subject('theirs')] }),
    ];
    stage.source.seed(...objects);
    stage.target.seed(...theirs);
    backUp(objects);

    await bring(objects);

    expect(stage.target.objects('SecurityContextConstraints')).toMatchObject([
      { users: ['bob', account('store')], priority: 1 },
    ]);
    expect(stage.target.objects('ClusterRoleBinding')).toMatchObject([
      { subjects: [subject('theirs'), subject('store')] },
    ]);
    await inActivity(() => createRestoredActivities(stage.ports).deleteRestored(FACTS));
    expect(stage.target.objects('SecurityContextConstraints')).toMatchObject([theirs[0]]);
    expect(stage.target.objects('ClusterRoleBinding')).toMatchObject([theirs[1]]);
  });
});

describe('a backup that failed in part', () => {
  const PARTIAL = { ...BACKUP_STATUS, phase: 'PartiallyFailed', errors: 1 };
  const back = () => inActivity(() => createBackupActivities(stage.ports).awaitBackup(FACTS));

  const keys = inShop('v1', 'Secret', 'keys', { data: {} });
  const failedOn = (...errors: string[]) =>
    stage.files.set(
      resultsKey('Backup', backupName(RUN)),
      gzipSync(JSON.stringify({ errors: { velero: errors } })),
    );
  const GONE = 'error listing: the server could not find the requested resource';

  it('names what it lacks, which arrives all the same', async () => {
    stage.source.seed(keys);
    backUp([], PARTIAL);
    failedOn(GONE);

    expect(await back()).toMatchObject([
      {
        type: 'VeleroInitialBackupPartiallyFailed',
        message: expect.stringContaining('It lacks Secret shop/keys'),
      },
    ]);
    await bring([]);
    expect(stage.target.objects('Secret')).toMatchObject([{ metadata: { namespace: 'store' } }]);
  });

  it('is a warning also when nothing lacks', async () => {
    stage.source.seed(keys);
    backUp([keys], PARTIAL);
    failedOn('no space left');

    expect(await back()).toMatchObject([
      { type: 'VeleroInitialBackupPartiallyFailed', message: expect.stringContaining('no space') },
    ]);
  });

  it('is nothing to warn of when it looked for what had gone before', async () => {
    stage.source.seed(keys);
    backUp([keys], PARTIAL);
    failedOn(GONE);

    expect(await back()).toEqual([]);
  });
});
