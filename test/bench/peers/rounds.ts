import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../infra/sandbox/command.ts';
import { differencesOf, listTree } from './fidelity.ts';
import { type Group, makeGroup } from './group.ts';
import { ownName } from './leftovers.ts';
import type { Measured, Taken } from './results.ts';
import type { BenchSet } from './sets.ts';
import { PASSES, type PassName, type Session, type Way } from './way.ts';

/** How often memory is looked at; more often would be noticed by those who are measured. */
const SAMPLE_MS = 50;

interface Runner {
  way: Way;
  group: Group;
  session: Session;
  target: string;
  result: Measured;
}

export interface Round {
  number: number;
  /** Fresh, in memory; what is made in it is removed. */
  directory: string;
  set: BenchSet;
  ways: readonly Way[];
  signal: AbortSignal;
}

/**
 * One data set by all ways, pass by pass in turn: what disturbs the machine for a while falls on all of them. Each round
 * begins with another one.
 */
export async function measureRound(round: Round): Promise<Measured[]> {
  const { directory, set, number, signal } = round;
  const source = path.join(directory, 'source');
  mkdirSync(source);
  try {
    await shell(set.fill, source);
    await using ends = new AsyncDisposableStack();
    const runners: Runner[] = [];
    for (const way of rotate(round.ways, number)) {
      runners.push(await openRunner(round, { way, source, ends }));
    }
    for (const pass of PASSES) {
      await change(set, pass, source);
      await takeTurns(runners, pass, signal);
    }
    await compare(directory, source, runners);
    return runners.map(({ result }) => result);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function openRunner(
  { directory, set }: Round,
  { way, source, ends }: { way: Way; source: string; ends: AsyncDisposableStack },
): Promise<Runner> {
  const own = path.join(directory, way.name.replaceAll(' ', '-'));
  const target = path.join(own, 'target');
  mkdirSync(target, { recursive: true });
  const group = ends.use(makeGroup(`${ownName()}${way.name.replaceAll(' ', '-')}`));
  const session = await way.open({ source, target, directory: own, group });
  if (way.warm) await session.start();
  const result: Measured = { set: set.name, way: way.name, passes: {}, differences: [] };
  return { way, group, session, target, result };
}

async function takeTurns(
  runners: readonly Runner[],
  pass: PassName,
  signal: AbortSignal,
): Promise<void> {
  for (const runner of runners) {
    signal.throwIfAborted();
    if (!takesPart(runner.way, pass)) continue;
    (runner.result.passes[pass] ??= []).push(await takePass(runner, pass));
  }
}

async function change(set: BenchSet, pass: PassName, source: string): Promise<void> {
  if (pass === 'delta') await shell(set.delta, source);
  if (pass === 'cutover') await shell(set.last, source);
}

/** A way that is started anew for each pass has to be, within the outage. */
async function takePass({ way, group, session }: Runner, pass: PassName): Promise<Taken> {
  const startsWithin = !way.warm && pass === 'cutover';
  await session.clear?.();
  if (!way.warm && !startsWithin) await session.start();
  const [cpuBefore, started] = [group.cpuSeconds(), performance.now()];
  let peakBytes = group.anonymousBytes();
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, group.anonymousBytes());
  }, SAMPLE_MS);
  try {
    if (startsWithin) await session.start();
    const wireBytes = await session.pass(pass);
    const wallSeconds = (performance.now() - started) / 1000;
    return { wallSeconds, cpuSeconds: group.cpuSeconds() - cpuBefore, wireBytes, peakBytes };
  } finally {
    clearInterval(sampler);
    if (!way.warm) await session.stop();
  }
}

async function compare(directory: string, source: string, runners: Runner[]): Promise<void> {
  const whole = await listTree(source, path.join(directory, 'source.list'));
  for (const { way, target, result } of runners) {
    // Where it took no part in the last pass, it has not got what changed before it.
    if (!takesPart(way, 'cutover')) continue;
    const arrived = await listTree(
      target,
      path.join(directory, `${way.name.replaceAll(' ', '-')}.list`),
    );
    result.differences.push(differencesOf(whole, arrived));
  }
}

function takesPart({ passes = PASSES }: Way, pass: PassName): boolean {
  return passes.includes(pass);
}

function rotate<T>(list: readonly T[], by: number): T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

async function shell(script: string, cwd: string): Promise<void> {
  await runCommand(['bash', '-c', `cd "$1"\nset -euo pipefail\n${script}`, 'bench', cwd]);
}

/** The rounds of one way with one data set, together. */
export function gather(rounds: readonly Measured[]): Measured[] {
  const gathered: Measured[] = [];
  for (const { set, way, passes, differences } of rounds) {
    let whole = gathered.find((one) => one.set === set && one.way === way);
    if (whole === undefined) gathered.push((whole = { set, way, passes: {}, differences: [] }));
    whole.differences.push(...differences);
    for (const pass of PASSES) {
      const taken = passes[pass];
      if (taken !== undefined) whole.passes[pass] = [...(whole.passes[pass] ?? []), ...taken];
    }
  }
  return gathered;
}
