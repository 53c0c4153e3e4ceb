import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { crdOf } from '../domain/kinds/crd.ts';
import { KIND_NAMES, KINDS } from '../domain/kinds/registry.ts';

const HEADER = '# Generated from domain/kinds by scripts/generate-crds.ts. Do not edit.\n';

/**
 * Writes infra/crds, one file per kind. With --check it writes nothing, names the files that
 * differ, and exits with 1 if there are any.
 */
function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const folder = path.join(import.meta.dirname, '../infra/crds');
  mkdirSync(folder, { recursive: true });

  const wanted = render();
  const changed = changes(folder, wanted);
  if (!values.check) {
    write(folder, wanted, changed);
    console.log(`infra/crds: ${wanted.size} files, ${changed.length} changed`);
    return;
  }
  if (changed.length === 0) return;

  console.error(`infra/crds differs from domain/kinds:\n  ${changed.join('\n  ')}`);
  console.error('Run: node scripts/generate-crds.ts');
  process.exitCode = 1;
}

/** File name to content. */
function render(): Map<string, string> {
  return new Map(
    KIND_NAMES.map((kind) => {
      const crd = crdOf(kind, KINDS[kind]);
      const yaml = stringify(crd, { lineWidth: 100, aliasDuplicateObjects: false });
      return [`${crd.spec.group}_${crd.spec.names.plural}.yaml`, HEADER + yaml];
    }),
  );
}

/** Files to write, and files nobody wants any more. */
function changes(folder: string, wanted: Map<string, string>): string[] {
  const present = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const stale = present.filter((file) => !wanted.has(file));
  const different = [...wanted.keys()].filter(
    (file) =>
      !present.includes(file) || readFileSync(path.join(folder, file), 'utf8') !== wanted.get(file),
  );
  return [...different, ...stale].sort();
}

function write(folder: string, wanted: Map<string, string>, changed: string[]): void {
  for (const file of changed) {
    const content = wanted.get(file);
    if (content === undefined) rmSync(path.join(folder, file));
    else writeFileSync(path.join(folder, file), content);
  }
}

main();
