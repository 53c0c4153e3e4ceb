import { describe, expect, it } from '@jest/globals';
import { parseKind, parseManifest } from './parse.ts';
import type { ParseIssue } from './parse-issue.ts';
import type { Kind } from './registry.ts';

const API = 'migration.openshift.io/v1alpha1';

function object(kind: string, spec: unknown) {
  const metadata = { name: 'shop', namespace: 'openshift-migration', uid: 'u-1' };
  return { apiVersion: API, kind, metadata, spec };
}

function issuesOf(kind: Kind, value: unknown): ParseIssue[] {
  const parsed = parseKind(kind, value);
  return parsed.ok ? [] : parsed.issues;
}

const wrong: [kind: Kind, spec: unknown, field: string, pointer: string][] = [
  ['MigCluster', { isHostCluster: 'yes' }, 'spec.isHostCluster', '/spec/isHostCluster'],
  ['MigCluster', { isHostCluster: false, caBundle: '%' }, 'spec.caBundle', '/spec/caBundle'],
  [
    'MigStorage',
    { backupStorageProvider: 'aws', backupStorageConfig: { insecure: 1 } },
    'spec.backupStorageConfig.insecure',
    '/spec/backupStorageConfig/insecure',
  ],
  [
    'MigPlan',
    { persistentVolumes: [{}, { capacity: true }] },
    'spec.persistentVolumes[1].capacity',
    '/spec/persistentVolumes/1/capacity',
  ],
  ['MigMigration', { quiescePods: true }, 'spec.stage', '/spec/stage'],
  ['MigMigration', { stage: false, onFailure: 'hold' }, 'spec.onFailure', '/spec/onFailure'],
  ['MigHook', { custom: true, targetCluster: 'source' }, 'spec.image', '/spec/image'],
  ['MigAnalytic', { listImagesLimit: 'all' }, 'spec.listImagesLimit', '/spec/listImagesLimit'],
  ['DirectImageMigration', { namespaces: 'shop' }, 'spec.namespaces', '/spec/namespaces'],
  [
    'DirectImageStreamMigration',
    { imageStreamRef: 'web' },
    'spec.imageStreamRef',
    '/spec/imageStreamRef',
  ],
  [
    'DirectVolumeMigration',
    { persistentVolumeClaims: [{ name: 1 }] },
    'spec.persistentVolumeClaims[0].name',
    '/spec/persistentVolumeClaims/0/name',
  ],
  [
    'DirectVolumeMigrationProgress',
    { podSelector: { 'a/b': 1 } },
    'spec.podSelector["a/b"]',
    '/spec/podSelector/a~1b',
  ],
  ['MigrationController', 'none', 'spec', '/spec'],
];

describe('parseKind', () => {
  it.each(wrong)('refuses a %s with spec %j at %s', (kind, spec, path, pointer) => {
    const issues = issuesOf(kind, object(kind, spec));

    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ path, pointer });
    expect(issues[0]!.message).toContain(`${kind} openshift-migration/shop: ${path} `);
  });

  it('names every problem, not only the first', () => {
    const plan = object('MigPlan', { namespaces: 'shop', closed: 'no' });

    expect(issuesOf('MigPlan', plan).map(({ path }) => path)).toEqual([
      'spec.namespaces',
      'spec.closed',
    ]);
  });

  it('says what was found, what must be there and how to write it', () => {
    const [issue] = issuesOf('MigPlan', object('MigPlan', { namespaces: 'shop' }));

    expect(issue!.found).toBe('the text "shop"');
    expect(issue!.message).toBe(
      'MigPlan openshift-migration/shop: spec.namespaces must be a list, found the text "shop". ' +
        'Write one "- item" per line.',
    );
  });

  it('sends people to kubectl explain for a field that is missing', () => {
    const [issue] = issuesOf('MigMigration', object('MigMigration', {}));

    expect(issue!.message).toBe(
      'MigMigration openshift-migration/shop: spec.stage is missing. ' +
        'Add it; "kubectl explain migmigration.spec.stage" says more.',
    );
  });

  it('lists what an enumeration accepts', () => {
    const [issue] = issuesOf(
      'MigMigration',
      object('MigMigration', { stage: false, onFailure: 'Wait' }),
    );

    expect(issue!.message).toContain('must be Compensate or Hold, found the text "Wait"');
  });

  it('never repeats what may be a secret', () => {
    const spec = { isHostCluster: false, serviceAccountSecretRef: 'eyJhbGciOi' };
    const [issue] = issuesOf('MigCluster', object('MigCluster', spec));

    expect(JSON.stringify(issue)).not.toContain('eyJhbGciOi');
    expect(issue!.found).toBe('a text of 10 characters (not shown)');
  });

  it('shortens long text', () => {
    const [issue] = issuesOf('MigPlan', object('MigPlan', { namespaces: 'x'.repeat(100) }));

    expect(issue!.found).toBe(`the text "${'x'.repeat(60)}" and 40 more characters`);
  });

  it('refuses another kind and another version', () => {
    const hook = object('MigHook', {});

    expect(issuesOf('MigPlan', hook).map(({ path }) => path)).toEqual(['kind']);
    expect(
      issuesOf('MigPlan', { ...object('MigPlan', {}), apiVersion: 'v1' })[0]!.message,
    ).toContain(`apiVersion must be ${API}, found the text "v1"`);
  });

  it('refuses what is no object at all', () => {
    expect(issuesOf('MigPlan', [])[0]!.message).toContain('the object must be a mapping');
    expect(issuesOf('MigPlan', undefined)[0]!.message).toContain('the object is missing');
  });

  it('refuses an object that was never stored', () => {
    const plan = { ...object('MigPlan', {}), metadata: { name: 'shop' } };

    expect(issuesOf('MigPlan', plan).map(({ path }) => path)).toEqual([
      'metadata.namespace',
      'metadata.uid',
    ]);
  });
});

describe('parseManifest', () => {
  it.each([{ name: 'shop' }, { generateName: 'shop-' }])('accepts metadata %j', (metadata) => {
    expect(parseManifest('MigPlan', { ...object('MigPlan', {}), metadata })).toMatchObject({
      ok: true,
      value: { metadata },
    });
  });

  it('takes a field left empty for one not written, and keeps the null of an unknown one', () => {
    const written = {
      ...object('MigPlan', { hooks: null, srcMigClusterRef: { name: null, future: null } }),
      metadata: { name: 'shop', creationTimestamp: null },
    };

    expect(parseManifest('MigPlan', written)).toStrictEqual({
      ok: true,
      value: {
        ...object('MigPlan', { srcMigClusterRef: { future: null } }),
        metadata: { name: 'shop' },
      },
    });
    expect(written.spec).toHaveProperty('hooks', null);
  });

  it.each([
    ['MigMigration', { stage: null }, 'spec.stage is missing'],
    ['MigPlan', { namespaces: [null] }, 'spec.namespaces[0] must be text, found null'],
  ] as const)('still refuses a %s with spec %j', (kind, spec, message) => {
    const parsed = parseManifest(kind, object(kind, spec));

    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('refuses an object without any name', () => {
    const parsed = parseManifest('MigPlan', { ...object('MigPlan', {}), metadata: {} });

    expect(parsed).toMatchObject({
      ok: false,
      issues: [
        {
          path: 'metadata.name',
          message: 'MigPlan without a name: metadata.name is missing. Add it.',
        },
      ],
    });
  });
});
