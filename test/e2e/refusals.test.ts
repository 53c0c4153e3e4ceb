import { expect } from '@jest/globals';
import { openCluster } from '../../cli/install/open-cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { prohibit } from './faults/refusal.ts';
import { deploy } from './harness/applications.ts';
import type { Scene } from './harness/scene.ts';
import { createResource, createSecret, referencesOf } from './harness/resources.ts';
import { makeAccount } from './harness/account.ts';
import { awaitCondition, awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { snapshotOf } from './harness/snapshot.ts';
import { scenario } from './harness/scenario.ts';

const { test } = scenario('refusals');

/** From the creation of an object until its condition tells what is wrong. */
const WITHIN_MS = 60_000;

interface Refusal {
  type: string;
  reason: string;
  message: RegExp;
}

async function expectRefusal(
  scene: Scene,
  object: { kind: string; name: string },
  { type, reason, message }: Refusal,
): Promise<void> {
  const found = await awaitCondition(scene, object, type, WITHIN_MS);
  expect(found).toMatchObject({ category: 'Critical', reason });
  expect(found.message).toMatch(message);
}

interface BadStorage extends Refusal {
  name: string;
  config?: Record<string, unknown>;
  keys?: Record<string, string>;
}

/** Where nobody listens, whatever lies between the worker and the clusters. */
const NOBODY = '127.0.0.1:1';

const S3_FAILED = 'BackupStorageProviderTestFailed';

test('storage that cannot be used says which hop failed', async (scene) => {
  const { s3, sites } = scene;
  const keys = { 'aws-access-key-id': s3.accessKey, 'aws-secret-access-key': s3.secretKey };
  const cases: BadStorage[] = [
    {
      name: 'wrong-secret',
      keys: { ...keys, 'aws-secret-access-key': 'not the secret' },
      ...{ type: S3_FAILED, reason: 'Unauthorized', message: /DRAY-1104.*aws-secret-access-key/s },
    },
    {
      name: 'wrong-key',
      keys: { ...keys, 'aws-access-key-id': 'nobody' },
      ...{ type: S3_FAILED, reason: 'Unauthorized', message: /DRAY-1104.*aws-access-key-id/s },
    },
    {
      name: 'no-bucket',
      config: { awsBucketName: 'there-is-no-such-bucket' },
      ...{ type: S3_FAILED, reason: 'BucketNotFound', message: /there-is-no-such-bucket/ },
    },
    {
      name: 'no-name',
      config: { awsS3Url: 'http://s3.nowhere.invalid:9000' },
      ...{ type: S3_FAILED, reason: 'NameNotResolved', message: /s3\.nowhere\.invalid/ },
    },
    {
      name: 'no-listener',
      config: { awsS3Url: `http://${NOBODY}` },
      ...{ type: S3_FAILED, reason: 'NotReachable', message: /ECONNREFUSED/ },
    },
    {
      name: 'unknown-ca',
      config: { awsS3Url: sites.source.cluster.url },
      ...{ type: S3_FAILED, reason: 'CertificateNotTrusted', message: /s3CustomCABundle/ },
    },
    {
      name: 'half-a-key',
      keys: { 'aws-access-key-id': s3.accessKey },
      ...{ type: 'InvalidBackupStorageCredsSecretRef', reason: 'NotFound' },
      message: /aws-secret-access-key/,
    },
  ];
  await Promise.all(
    cases.map(async ({ name, config, keys: own = keys, ...refusal }) => {
      const credsSecretRef = await createSecret(scene, name, own);
      await createResource(scene, 'MigStorage', name, {
        backupStorageProvider: 'aws',
        backupStorageConfig: {
          ...{ awsBucketName: scene.bucket.name, awsRegion: s3.region },
          ...(s3.url === undefined ? {} : { awsS3Url: s3.url }),
          ...{ credsSecretRef, ...config },
        },
      });
      await expectRefusal(scene, { kind: 'MigStorage', name }, refusal);
    }),
  );
});

interface BadObject extends Refusal {
  name: string;
  spec: Record<string, unknown>;
}

test('a cluster that cannot be reached says which hop failed', async (scene) => {
  const { source } = scene.sites;
  const { url } = source.cluster;
  const wrong = await createSecret(scene, 'wrong-token', { saToken: 'not-a-token' });
  const weak = await createSecret(scene, 'weak-token', { saToken: await weakToken(scene) });
  const caBundle = certificateOf(source.kubeconfig);
  const known = { url, caBundle };
  const cases: BadObject[] = [
    {
      ...{ name: 'wrong-token', spec: { ...known, serviceAccountSecretRef: wrong } },
      ...{ type: 'InvalidSaToken', reason: 'Unauthorized', message: /DRAY-1004.*saToken/s },
    },
    {
      ...{ name: 'weak-token', spec: { ...known, serviceAccountSecretRef: weak } },
      ...{ type: 'SaTokenNotPrivileged', reason: 'Unauthorized', message: /cluster-admin/ },
    },
    {
      name: 'no-secret',
      spec: { ...known, serviceAccountSecretRef: { name: 'absent', namespace: scene.name } },
      ...{ type: 'InvalidSaSecretRef', reason: 'NotFound', message: /absent is missing/ },
    },
    {
      name: 'no-name',
      spec: { url: 'https://api.nowhere.invalid:6443', caBundle, serviceAccountSecretRef: weak },
      ...{ type: 'TestConnectFailed', reason: 'NameNotResolved', message: /api\.nowhere\.invalid/ },
    },
    {
      name: 'no-listener',
      spec: { url: `https://${NOBODY}`, caBundle, serviceAccountSecretRef: weak },
      ...{ type: 'TestConnectFailed', reason: 'NotReachable', message: /ECONNREFUSED/ },
    },
    {
      ...{ name: 'unknown-ca', spec: { url, serviceAccountSecretRef: weak } },
      ...{ type: 'TestConnectFailed', reason: 'CertificateNotTrusted', message: /spec\.caBundle/ },
    },
    {
      ...{ name: 'no-url', spec: { serviceAccountSecretRef: weak } },
      ...{ type: 'InvalidURL', reason: 'NotSet', message: /spec\.url/ },
    },
  ];
  await Promise.all(
    cases.map(async ({ name, spec, ...refusal }) => {
      await createResource(scene, 'MigCluster', name, { isHostCluster: false, ...spec });
      await expectRefusal(scene, { kind: 'MigCluster', name }, refusal);
    }),
  );
});

/** A token of the source that is known there and may do nothing. */
async function weakToken(scene: Scene): Promise<string> {
  const namespace = scene.namespace('accounts');
  const metadata = { name: namespace };
  await scene.source.create({ apiVersion: 'v1', kind: 'Namespace', metadata });
  return makeAccount(scene.source, { namespace, name: 'nobody' });
}

/** The CA of a kubeconfig, as MigCluster wants it: PEM in base64. */
function certificateOf(kubeconfig: string): string {
  const { caBundle } = openCluster(kubeconfig);
  if (caBundle === undefined) throw new Error(`${kubeconfig} names no CA`);
  return Buffer.from(caBundle, 'utf8').toString('base64');
}

test('a plan names each reference that does not hold', async (scene) => {
  const absent = { name: 'absent', namespace: scene.name };
  const good = { ...referencesOf(scene), namespaces: ['default'] };
  const missing = { reason: 'NotFound' };
  const cases: BadObject[] = [
    {
      ...{ name: 'no-source', spec: { ...good, srcMigClusterRef: absent } },
      ...{ ...missing, type: 'InvalidSourceClusterRef', message: /spec\.srcMigClusterRef/ },
    },
    {
      ...{ name: 'no-target', spec: { ...good, destMigClusterRef: absent } },
      ...{ ...missing, type: 'InvalidDestinationClusterRef', message: /spec\.destMigClusterRef/ },
    },
    {
      ...{ name: 'no-storage', spec: { ...good, migStorageRef: absent } },
      ...{ ...missing, type: 'InvalidStorageRef', message: /spec\.migStorageRef/ },
    },
    {
      ...{ name: 'no-namespace', spec: { ...good, namespaces: ['there-is-none'] } },
      ...{ ...missing, type: 'NamespaceNotFoundOnSourceCluster', message: /there-is-none/ },
    },
    {
      ...{ name: 'no-list', spec: { ...good, namespaces: [] } },
      ...{ ...missing, type: 'NamespaceListEmpty', message: /namespaces/ },
    },
  ];
  await Promise.all(
    cases.map(async ({ name, spec, ...refusal }) => {
      await createResource(scene, 'MigPlan', name, spec);
      await expectRefusal(scene, { kind: 'MigPlan', name }, refusal);
    }),
  );
});

interface Unsupported {
  kind: string;
  name: string;
  spec: Record<string, unknown>;
  /** What the message must name. */
  field: string;
}

test('what this version cannot do is refused by name', async (scene) => {
  const plan = { ...referencesOf(scene), namespaces: ['default'] };
  const storage = { awsBucketName: 'any', awsKmsKeyId: 'arn:aws:kms:1' };
  const cases: Unsupported[] = [
    {
      ...{ kind: 'MigPlan', name: 'indirect', field: 'spec.indirectVolumeMigration' },
      spec: { ...plan, indirectVolumeMigration: true },
    },
    {
      ...{ kind: 'MigStorage', name: 'kms', field: 'spec.backupStorageConfig.awsKmsKeyId' },
      spec: { backupStorageProvider: 'aws', backupStorageConfig: storage },
    },
    {
      ...{ kind: 'DirectVolumeMigration', name: 'volumes', field: 'spec.liveMigrate' },
      spec: { liveMigrate: true },
    },
  ];
  await Promise.all(
    cases.map(async ({ kind, name, spec, field }) => {
      await createResource(scene, kind, name, spec);
      const found = await awaitCondition(scene, { kind, name }, 'NotSupported', WITHIN_MS);
      expect(found).toMatchObject({ category: 'Critical', reason: 'NotImplemented' });
      expect(found.message).toContain(field);
    }),
  );
});

/** Enough of an application for a target to object to: as root, of a class that nobody has, under a taken host. */
function objectionable(namespace: string, image: string, host: string): KubeObject[] {
  const place = (name: string) => ({ name, namespace });
  const deployment = (name: string, replicas: number, pod: object): KubeObject => ({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: place(name) },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { ...pod, containers: [{ name: 'main', image, command: ['/bin/sh', '-c', SLEEP] }] },
      },
    },
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: place('settings'), data: { key: 'value' } },
    deployment('root', 2, { terminationGracePeriodSeconds: 1 }),
    deployment('idle', 0, { priorityClassName: 'nobody-has-this-class' }),
    ingress(namespace, host),
  ];
}

const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

function ingress(namespace: string, host: string): KubeObject {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    ...{ metadata: { name: 'web', namespace }, spec: { rules: [{ host, http }] } },
  };
}

const NO_SETTINGS = 'settings are kept elsewhere here';

test('all that the target would refuse is named at once, and nothing is touched', async (scene) => {
  const { source, target, images } = scene;
  const [shop, fresh, other] = ['strict', 'fresh', 'taken'].map((word) =>
    scene.namespace(word),
  ) as [string, string, string];
  const host = `${shop}.example.com`;
  const settings: KubeObject = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: fresh } },
  };
  const namespace = (name: string, labels = {}): KubeObject => ({
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
  });
  await Promise.all([
    deploy(source, objectionable(shop, images.busybox, host)),
    deploy(source, [namespace(fresh), settings]),
    deploy(target, [
      namespace(shop, { 'pod-security.kubernetes.io/enforce': 'restricted' }),
      {
        ...{
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'small', namespace: shop },
        },
        spec: { hard: { pods: '1' } },
      },
      ...[namespace(other), ingress(other, host)],
    ]),
    prohibit(scene, {
      ...{ word: 'no-settings', namespaces: [shop, fresh], message: NO_SETTINGS },
      ...{ group: '', resource: 'configmaps', allows: "object.metadata.name != 'settings'" },
    }),
  ]);
  await makePlan(scene, { name: 'strict', namespaces: [shop, fresh], objectTransport: 'Direct' });
  const look = () =>
    Promise.all([snapshotOf(source, [shop, fresh]), snapshotOf(target, [shop, fresh, other])]);
  const before = await look();

  const run = await awaitEnd(scene, await startCutover(scene, 'strict'), WITHIN_MS);

  expect(run).toMatchObject({ state: 'failed', failure: { code: 'DRAY-2008' } });
  const found = run.failure?.detail ?? '';
  expect(found).toContain(
    `Deployment ${shop}/root: its pods would be refused: violates PodSecurity`,
  );
  expect(found).toContain(`ResourceQuota ${shop}/small: it allows pods 1; 2 more are needed`);
  expect(found).toMatch(new RegExp(`Deployment ${shop}/idle: priorityClassName nobody-has-`));
  expect(found).toMatch(new RegExp(`Ingress ${shop}/web: host ${host} .* Ingress ${other}/web`));
  for (const place of [shop, fresh]) {
    expect(found).toMatch(new RegExp(`ConfigMap ${place}/settings: [^;]*${NO_SETTINGS}`));
  }
  const { message } = await awaitCondition(
    scene,
    { kind: 'MigMigration', name: run.name },
    'Failed',
  );
  expect(message).toContain(found);
  expect(await look()).toEqual(before);
});
