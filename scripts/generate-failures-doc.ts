import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FailureKind } from '../domain/failures/failure.ts';
import { FAILURES, type FailureCode } from '../domain/failures/table.ts';

const FILE = path.join(import.meta.dirname, '../docs/failures.md');

/** What codes are about, by their first two digits. */
const THEMES: Record<string, string> = {
  '10': 'Reaching a cluster',
  '11': 'The replication repository',
  '20': 'What is wanted',
  '30': 'Volumes',
  '40': 'Velero',
  '41': 'Objects that Drayage itself makes',
  '50': 'Workloads',
  '51': 'Hooks',
  '60': 'The doors: REST and the command line',
  '90': 'Drayage itself',
  '91': 'Temporal',
};

const KINDS: Record<FailureKind, string> = {
  transient: 'It may pass by itself. The step is tried again, with growing pauses of at most 5 s.',
  waiting:
    'Something outside has not happened yet. A step that ends with it has reached its limit.',
  fatal: 'A person must act. The step ends at once.',
};

const INTRODUCTION = `<!-- Generated from domain/failures/table.ts by scripts/generate-failures-doc.ts. Do not edit. -->

# Failures

Every error that Drayage reports is one row of this table. The code stands in the conditions of the custom resources, in
the body of a refused request (\`code\`), in the output of \`dray\`, and as the type of the failure in the Temporal UI. Codes
are stable: rows are added, none is used again for something else.

A message names the code, what it means, the object, what was found there, and what to do; the advice below is used where
nothing more exact is known. What happens to a run that fails: [architecture.md](architecture.md#taking-back).
`;

/** Writes docs/failures.md. With --check it writes nothing, and exits with 1 when the file differs. */
function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const wanted = render();
  const present = readPresent();
  if (!values.check) {
    writeFileSync(FILE, wanted);
    console.log(
      `docs/failures.md: ${codes().length} rows, ${wanted === present ? 'un' : ''}changed`,
    );
    return;
  }
  if (wanted === present) return;

  console.error('docs/failures.md differs from domain/failures/table.ts');
  console.error('Run: node scripts/generate-failures-doc.ts');
  process.exitCode = 1;
}

function readPresent(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}

function render(): string {
  const kinds = Object.entries(KINDS).map(([kind, meaning]) => `| ${kind} | ${meaning} |`);
  return [
    INTRODUCTION,
    ['| kind | what it means |', '|---|---|', ...kinds, ''].join('\n'),
    ...Object.entries(THEMES).map(([prefix, title]) => renderTheme(prefix, title)),
  ].join('\n');
}

function renderTheme(prefix: string, title: string): string {
  const rows = codes()
    .filter((code) => prefixOf(code) === prefix)
    .map(renderRow);
  if (rows.length === 0) throw new Error(`No failure begins with DRAY-${prefix}: ${title}`);
  return [
    `## ${prefix}xx: ${title}`,
    '',
    '| code | kind | meaning | what to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function renderRow(code: FailureCode): string {
  const { kind, meaning, advice } = FAILURES[code];
  const cells = [code, kind, meaning, advice].map((text) => text.replaceAll('|', '\\|'));
  return `| ${cells.join(' | ')} |`;
}

/** All codes, each of which must belong to a theme: none may be missing from the page. */
function codes(): FailureCode[] {
  const all = Object.keys(FAILURES) as FailureCode[];
  const homeless = all.filter((code) => THEMES[prefixOf(code)] === undefined);
  if (homeless.length > 0) throw new Error(`No theme for ${homeless.join(', ')}: add one`);
  return all.sort();
}

function prefixOf(code: FailureCode): string {
  return code.slice('DRAY-'.length, 'DRAY-'.length + 2);
}

main();
