import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sourceDir } from './build.ts';
import { DEFAULT_VERSIONS } from '../versions.ts';
import { OTHER_MODULES, TOOL_MODULES, type ToolModule, moduleOf, modulesFor } from './catalog.ts';

const modules: readonly ToolModule[] = [...TOOL_MODULES, ...OTHER_MODULES];

describe('the catalog of tools', () => {
  it.each(modules)('$folder: go.mod pins the version it names', (module) => {
    const goMod = readFileSync(join(sourceDir(module), 'go.mod'), 'utf8');
    const required = [...goMod.matchAll(/^(?:\t|require )(\S+) (v\S+)/gm)].filter(([, path]) =>
      Object.values(module.programs).some((program) => `${program}/`.startsWith(`${path}/`)),
    );

    expect(required.map(([, , version]) => version)).toEqual([module.version]);
  });

  it.each(modules)('$folder: go.mod lists each program as a tool', (module) => {
    const goMod = readFileSync(join(sourceDir(module), 'go.mod'), 'utf8');

    for (const program of Object.values(module.programs)) {
      expect(goMod).toMatch(new RegExp(`^(\\t|tool )${program}$`, 'm'));
    }
  });

  it('knows which module brings a program', () => {
    expect(moduleOf('kubelet').folder).toBe('kubernetes');
    expect(moduleOf('velero-restore-helper').folder).toBe('velero');
    expect(moduleOf('kubelet-1.30').folder).toBe('kubernetes-1.30');
  });

  it('gives no two modules a program of the same name', () => {
    const names = modules.flatMap(({ programs }) => Object.keys(programs));

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the modules of a sandbox', () => {
  const folders = (versions: Parameters<typeof modulesFor>[0]) =>
    modulesFor(versions).map(({ folder }) => folder);

  it('are by default those without another version in their name', () => {
    expect(modulesFor(DEFAULT_VERSIONS)).toEqual(TOOL_MODULES);
  });

  it('with an older source are both versions, since the target has the newer one', () => {
    const older = folders({ sourceKubernetes: '1.30', velero: '1.16' });

    expect(older.slice(0, 3)).toEqual(['etcd', 'kubernetes', 'kubernetes-1.30']);
    expect(older).toHaveLength(TOOL_MODULES.length + 1);
  });

  it('with a newer Velero have that one alone', () => {
    const newer = folders({ sourceKubernetes: '1.34', velero: '1.18' });

    expect(newer).toContain('velero-1.18');
    expect(newer).not.toContain('velero');
  });
});
