import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sourceDir } from './build.ts';
import { TOOL_MODULES, type ToolModule, moduleOf } from './catalog.ts';

const modules: readonly ToolModule[] = TOOL_MODULES;

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
  });
});
