import os from 'node:os';
import path from 'node:path';
import { DEMO_LOCK_FILE } from '../sandbox/layout.ts';
import { type Lock, tryLock } from '../sandbox/lock.ts';
import { DemoFailure } from './demo-failure.ts';
import type { Setting } from './setting.ts';

/**
 * What two demos would fight for: server, log and journal in the folder; on the sandbox also the clusters and what
 * is registered there, whichever checkout they come from.
 */
function locksOf({ options, folder }: Pick<Setting, 'options' | 'folder'>): string[] {
  const ours = path.join(folder, 'demo.lock');
  // Without root the sandbox is refused anyway, in better words.
  const sandbox = options.existing === undefined && process.getuid?.() === 0;
  return sandbox ? [ours, DEMO_LOCK_FILE] : [ours];
}

/** Keeps other demos away until it is released. @throws DemoFailure saying who is at work */
export async function takeStage(setting: Pick<Setting, 'options' | 'folder'>): Promise<Lock> {
  return takeAll(locksOf(setting), `make demo by ${os.userInfo().username} in ${process.cwd()}`);
}

/** All of them, or none. */
export async function takeAll(files: readonly string[], purpose: string): Promise<Lock> {
  const taken: Lock[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(taken.map((lock) => lock.release()));
  };
  for (const file of files) {
    const lock = await tryLock({ purpose, file });
    if ('release' in lock) {
      taken.push(lock);
      continue;
    }
    await release();
    throw new DemoFailure('Another demo is running', {
      clues: [lock.heldBy === '' ? `it holds ${file}` : lock.heldBy],
      hint: 'Wait until it has ended, or end it with Ctrl-C; then run `make demo` again.',
    });
  }
  return { release };
}
