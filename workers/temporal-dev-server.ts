import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { failure } from '../domain/failures/failure.ts';
import { createProgress } from '../infra/sandbox/progress.ts';
import { resolveTools } from '../infra/sandbox/toolchain/toolchain.ts';

/** Beside the ports of the sandbox's own server. */
const PORT = 7243;
const UI_PORT = 8243;
const START_LIMIT_MS = 60_000;

export interface TemporalDevServer {
  address: string;
  uiUrl: string;
  stop(): Promise<void>;
}

/** Temporal in one process with its UI; its state is a file, so that runs survive a restart. */
export async function startTemporalDevServer(): Promise<TemporalDevServer> {
  const { temporal } = await resolveTools(['temporal'], createProgress());
  const folder = path.join(homedir(), '.local', 'share', 'drayage');
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    temporal,
    // prettier-ignore
    ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(PORT), '--ui-port', String(UI_PORT),
      '--db-filename', path.join(folder, 'temporal.db'), '--log-level', 'warn',
      '--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const address = `127.0.0.1:${PORT}`;
  try {
    await awaitAnswer(child, address);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { address, uiUrl: `http://127.0.0.1:${UI_PORT}`, stop: () => stopChild(child) };
}

async function awaitAnswer(child: ChildProcess, address: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null) {
      const hint = `Is another program listening on port ${PORT} or ${UI_PORT}?`;
      throw failure('DRAY-9001', { detail: 'the embedded Temporal ended by itself', hint });
    }
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      await connection.close();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
