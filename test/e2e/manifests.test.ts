import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { parse } from 'yaml';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { type Kind, KIND_NAMES } from '../../domain/kinds/index.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { scenario } from './harness/scenario.ts';

const { test } = scenario('manifests', { register: false });

const FOLDER = path.join(import.meta.dirname, '../manifests');

const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

/** A manifest of the guide, moved into a namespace of the test's own. */
function readManifest(file: string, namespace: string): KubeObject {
  const manifest = parse(readFileSync(path.join(FOLDER, file), 'utf8')) as KubeObject;
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

/** What a value of the wrong type or a missing one is in each kind, and how the refusal calls it. */
const MISTAKES: Record<Kind, { spec: unknown; field: string }> = {
  DirectImageMigration: { spec: { namespaces: 'shop' }, field: 'spec.namespaces' },
  DirectImageStreamMigration: { spec: { imageStreamRef: 'shop' }, field: 'spec.imageStreamRef' },
  DirectVolumeMigration: {
    spec: { createDestinationNamespaces: 'yes' },
    field: 'spec.createDestinationNamespaces',
  },
  DirectVolumeMigrationProgress: { spec: { podSelector: ['app'] }, field: 'spec.podSelector' },
  MigAnalytic: { spec: { listImagesLimit: 'ten' }, field: 'spec.listImagesLimit' },
  MigCluster: { spec: { url: 'https://api' }, field: 'spec.isHostCluster' },
  MigHook: {
    spec: { custom: 'no', image: 'hook', targetCluster: 'source' },
    field: 'spec.custom',
  },
  MigMigration: { spec: { stage: 'false' }, field: 'spec.stage' },
  MigPlan: { spec: { persistentVolumes: [{ capacity: true }] }, field: 'capacity' },
  MigSchedule: { spec: { migPlanRef: { name: 'shop' }, type: 'cutover' }, field: 'spec.type' },
  MigStorage: {
    spec: { backupStorageProvider: 'aws', backupStorageConfig: 'bucket' },
    field: 'spec.backupStorageConfig',
  },
  MigrationController: { spec: 'defaults', field: 'spec' },
};

/** What the API server says against an object; undefined when it takes it. */
async function objectionOf(cluster: Cluster, object: KubeObject): Promise<string | undefined> {
  try {
    await cluster.create(object);
    return undefined;
  } catch (error) {
    if (isFailure(error, 'DRAY-1009')) return error.message;
    throw error;
  }
}

test('every manifest of the guide is taken as it is', async ({ target, name }) => {
  expect(FILES.length).toBeGreaterThan(30);
  const kinds = new Set<string>();
  for (const file of FILES) {
    const manifest = readManifest(file, name);
    const stored = await target.create(manifest);
    kinds.add(stored.kind);
    expect({ file, spec: stored['spec'] }).toEqual({ file, spec: manifest['spec'] });
    await target.delete(keyOf(stored));
  }
  expect([...kinds].sort()).toEqual([...KIND_NAMES].sort());
});

test('a mistake in any kind is refused with its field', async ({ target, name: namespace }) => {
  for (const [kind, { spec, field }] of Object.entries(MISTAKES)) {
    const [file = ''] = FILES.filter((one) => readManifest(one, namespace).kind === kind);
    const good = readManifest(file, namespace);
    const metadata = { name: 'mistaken', namespace };
    const objection = await objectionOf(target, { ...good, metadata, spec });
    expect({ kind, objection }).toEqual({ kind, objection: expect.stringContaining(field) });
  }
});
