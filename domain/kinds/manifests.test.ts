import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { NAMESPACE } from './group.ts';
import { parseKind, parseManifest } from './parse.ts';
import { isKind, KIND_NAMES } from './registry.ts';
import type { Kind } from './registry.ts';

interface Written {
  kind: Kind;
  metadata: Record<string, unknown>;
}

const folder = path.join(import.meta.dirname, '../../test/manifests');
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

function load(file: string): Written {
  const manifest = parse(readFileSync(path.join(folder, file), 'utf8')) as Written;
  if (!isKind(manifest.kind)) throw new Error(`${file}: unknown kind ${String(manifest.kind)}`);
  return manifest;
}

describe('the manifests of the guide', () => {
  it('show every kind', () => {
    const shown = new Set(files.map((file) => load(file).kind));

    expect([...shown].sort()).toEqual([...KIND_NAMES].sort());
  });

  it.each(files)('%s is accepted, and stays as it is', (file) => {
    const manifest = load(file);

    expect(parseManifest(manifest.kind, manifest)).toStrictEqual({ ok: true, value: load(file) });
  });

  it.each(files)('%s is accepted once stored', (file) => {
    const manifest = load(file);
    const stamp = { name: 'stored', namespace: NAMESPACE, uid: 'u-1', generation: 1 };
    const stored = { ...manifest, metadata: { ...stamp, ...manifest.metadata } };

    expect(parseKind(stored.kind, stored)).toStrictEqual({ ok: true, value: stored });
  });
});

describe('fields nobody knows yet', () => {
  it('survive at every depth', () => {
    const plan = {
      apiVersion: 'migration.openshift.io/v1alpha1',
      kind: 'MigPlan',
      metadata: { name: 'shop', namespace: NAMESPACE, uid: 'u-1', managedFields: [{ a: 1 }] },
      spec: {
        future: { deep: true },
        srcMigClusterRef: { name: 'old', future: 1 },
        persistentVolumes: [{ name: 'pv', selection: { action: 'copy', future: ['x'] } }],
      },
      status: { future: 'yes', conditions: [] },
      future: 7,
    };

    expect(parseKind('MigPlan', plan)).toStrictEqual({ ok: true, value: structuredClone(plan) });
  });
});
