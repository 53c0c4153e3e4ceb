import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { DATABASE } from '../../infra/demo/spec.ts';
import { runCommand } from '../../infra/sandbox/command.ts';
import { freePort } from '../e2e/harness/ports.ts';
import type { Scene } from '../e2e/harness/scene.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const LIMIT_MS = 600_000;
/** Where `make demo` puts its application unless told otherwise. */
const NAMESPACE = 'shop';

/** A `make demo` on a machine that had never seen one: measured by hand, since it needs such a machine. */
const ColdDemo = z.object({
  date: z.string(),
  machine: z.string(),
  seconds: z.number(),
  /** What it found there, and what it had to fetch or to build. */
  from: z.string(),
});
export type ColdDemo = z.infer<typeof ColdDemo>;

export async function readColdDemos(): Promise<ColdDemo[]> {
  const text = await readFile(path.join(import.meta.dirname, 'cold-demo.json'), 'utf8');
  return z.object({ measurements: z.array(ColdDemo) }).parse(JSON.parse(text)).measurements;
}

/** Seconds of a `make demo` that finds the sandbox up and the application of an earlier one. */
export async function measureWarmDemo({ source }: Pick<Scene, 'source'>): Promise<number> {
  const key = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: NAMESPACE };
  const earlier = await source.get({ ...key, name: DATABASE.statefulSet });
  if (earlier === undefined) await runDemo();
  return runDemo();
}

async function runDemo(): Promise<number> {
  const env = { ...process.env, NODE_OPTIONS: '', DRAY_DEMO_PORT: String(await freePort()) };
  const started = performance.now();
  await runCommand(['make', '-C', ROOT, 'demo'], { env, signal: AbortSignal.timeout(LIMIT_MS) });
  return (performance.now() - started) / 1000;
}
