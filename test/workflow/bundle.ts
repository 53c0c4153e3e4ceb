import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const ROOT = path.join(import.meta.dirname, '../..');
const CACHE = path.join(ROOT, '.cache/test');

/** What ends up in the bundle: the workflows, the domain below them, the SDK, and a quicker clock. */
const TIMERS = 'test/workflow/quick-timers.ts';
const SOURCES = ['workflows/**/*.ts', 'domain/**/*.ts', 'package-lock.json', TIMERS];

export interface WorkflowBundle {
  codePath: string;
}

let bundled: Promise<WorkflowBundle> | undefined;

/**
 * The bundle of the workflows as they were when it was first asked for. Made once for all test files, since
 * webpack takes seconds, and never anew within one, since a run does not survive a change of its code.
 */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  bundled ??= findOrWriteBundle();
  return bundled;
}

async function findOrWriteBundle(): Promise<WorkflowBundle> {
  const codePath = path.join(CACHE, `workflows-${digestSources()}.cjs`);
  if (!isReadable(codePath)) await writeBundle(codePath);
  return { codePath };
}

function digestSources(): string {
  const digest = createHash('sha256');
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort()) {
    digest.update(`${file}\n`).update(readFileSync(path.join(ROOT, file)));
  }
  return digest.digest('hex').slice(0, 16);
}

function isReadable(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

/** Test files may run side by side: whoever is last replaces the same by the same. */
async function writeBundle(codePath: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(ROOT, 'workflows/index.ts'),
    workflowInterceptorModules: [path.join(ROOT, TIMERS)],
    logger: SILENT,
  });
  mkdirSync(CACHE, { recursive: true });
  const draft = `${codePath}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, codePath);
}

const say = (): void => undefined;
const SILENT = { log: say, trace: say, debug: say, info: say, warn: say, error: say };
