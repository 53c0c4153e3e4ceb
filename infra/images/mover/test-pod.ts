import { execFile, type ExecFileException } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const XFER = join(import.meta.dirname, 'bin/xfer');

/** What a mover pod is to xfer: a volume and a directory for its state, without the pod. */
export interface TestPod<Status> {
  data: string;
  state: string;
  /** Stands for the log of the container. */
  log: string;
  /** Runs xfer; resolves when it has ended and nobody holds its output open any more. */
  xfer(...args: string[]): Promise<Ended>;
  status(id: string): Promise<Status>;
  /** Waits for a state; fails when it does not come. */
  awaitState(id: string, state: string): Promise<Status>;
}

export interface Ended {
  rc: number;
  stdout: string;
  stderr: string;
}

const PATIENCE_MS = 20_000;
/** Between two looks, so that what is waited for gets its turn. */
const BREATH_MS = 10;

/** Looks again and again until there is something; the limit only ends a broken test. */
export async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(BREATH_MS);
  }
  throw new Error(`never came: ${what}`);
}

/** A directory that is gone after the test. */
export function temporaryDirectory(cleanups: (() => void)[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'xfer-'));
  cleanups.push(() => {
    // A process that is being ended may still write into it.
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  return directory;
}

/** Who runs in a pod; root when left out. */
export interface TestUser {
  uid: number;
  /** A copy of the program that this user can reach. */
  program: string;
}

/** As whom a command is run: a prefix of its words. */
export function asUser({ uid }: TestUser): string[] {
  const id = String(uid);
  return ['setpriv', '--reuid', id, '--regid', id, '--clear-groups', '--inh-caps=-all'];
}

/** The program for a user that may not look into this repository. */
export function copyProgram(cleanups: (() => void)[]): string {
  const directory = temporaryDirectory(cleanups);
  chmodSync(directory, 0o755);
  for (const part of ['bin', 'lib']) {
    cpSync(join(import.meta.dirname, part), join(directory, part), { recursive: true });
  }
  return join(directory, 'bin/xfer');
}

/** @param parse reads what `xfer status` prints */
export function createPod<Status extends { state: string }>(
  directory: string,
  parse: (text: string) => Status,
  user?: TestUser,
): TestPod<Status> {
  const command = user === undefined ? [XFER] : [...asUser(user), user.program];
  const pod: TestPod<Status> = {
    data: join(directory, 'data'),
    state: join(directory, 'state'),
    log: join(directory, 'log'),
    xfer: (...args) => {
      const [program = '', ...words] = [...command, ...args];
      const env = { XFER_DATA: pod.data, XFER_STATE: pod.state, XFER_LOG: pod.log };
      return run(program, words, env);
    },
    status: async (id) => parse((await pod.xfer('status', id)).stdout),
    awaitState: (id, state) =>
      until(async () => {
        const status = await pod.status(id);
        return status.state === state ? status : undefined;
      }, `${id} ${state}`),
  };
  mkdirSync(pod.data, { recursive: true });
  mkdirSync(pod.state, { recursive: true });
  if (user !== undefined) {
    // As in a cluster the root of a volume belongs to root, and all may write to it.
    for (const place of [directory, pod.data, pod.state]) chmodSync(place, 0o777);
    chownSync(pod.state, user.uid, user.uid);
  }
  return pod;
}

/** Runs a command to its end, whatever its exit code. */
export function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    execFile(command, args, options, (error: ExecFileException | null, stdout, stderr) => {
      const rc = error === null ? 0 : error.code;
      if (typeof rc === 'number') resolve({ rc, stdout, stderr });
      else reject(error ?? new Error(command));
    });
  });
}
