import path from 'node:path';
import type { SandboxVersions } from '../infra/sandbox/versions.ts';
import { resultFile } from './test-suites.ts';

const ROOT = path.join(import.meta.dirname, '..');
const NODE = path.join(ROOT, 'node_modules/.bin/node');

/** Tests on a sandbox of other versions than the ordinary one. */
export interface VersionSuite {
  versions: SandboxVersions;
  /** Names of files in `test/e2e`, without `.test.ts`. */
  tests: readonly string[];
}

/** An application moves, objects of many kinds arrive, runs fail and are taken back: what depends on others' versions. */
const TESTS = ['cutover', 'objects-velero', 'failed-runs', 'faults-compensation'] as const;

export const VERSION_SUITES: Readonly<Record<string, VersionSuite>> = {
  'older-source': { versions: { sourceKubernetes: '1.30', velero: '1.16' }, tests: TESTS },
  'newer-velero': { versions: { sourceKubernetes: '1.34', velero: '1.18' }, tests: TESTS },
};

/** A suite by its name, with some of its tests when such are named, else with all. */
export function chooseSuite(name: string, tests: readonly string[]): VersionSuite {
  const suite = VERSION_SUITES[name];
  const names = Object.keys(VERSION_SUITES).join(' or ');
  if (suite === undefined) throw new Error(`There is no suite "${name}"; name ${names}.`);
  const unknown = tests.filter((test) => !suite.tests.includes(test));
  if (unknown.length === 0) return tests.length === 0 ? suite : { ...suite, tests };
  throw new Error(`${name} has no ${unknown.join(', ')}; it has ${suite.tests.join(', ')}.`);
}

/** One argument after the other, from the root. */
export function suiteCommand(name: string, { tests }: VersionSuite): string[] {
  const files = tests.map((test) => `test/e2e/${test}.test.ts`);
  const jest = [NODE, path.join(ROOT, 'node_modules/.bin/jest')];
  const output = ['--json', `--outputFile=${resultFile(name)}`];
  return [
    ...jest,
    '--selectProjects',
    'e2e',
    '--runInBand',
    ...output,
    '--runTestsByPath',
    ...files,
  ];
}

/** What tells the tests which sandbox they are in, and that they have it to themselves. */
export function suiteEnvironment({ versions }: VersionSuite): Record<string, string> {
  return {
    DRAY_SANDBOX_SOURCE_KUBERNETES: versions.sourceKubernetes,
    DRAY_SANDBOX_VELERO: versions.velero,
    DRAY_STAGE_HELD: 'true',
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  };
}
