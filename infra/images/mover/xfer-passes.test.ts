import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseProgress } from '../../../domain/transfer/progress.ts';
import { passCommand } from '../../../domain/transfer/rsync.ts';
import { parseStatus, secondsOf, type PassStatus } from '../../../domain/transfer/xfer.ts';
import { createPod, temporaryDirectory, until, type TestPod } from './test-pod.ts';

// Dozens of processes a test, on a machine that may be busy.
jest.setTimeout(60_000);

const cleanups: (() => void)[] = [];
let directory: string;
let pod: TestPod<PassStatus>;

beforeEach(() => {
  directory = temporaryDirectory(cleanups);
  pod = createPod(directory, parseStatus);
});

afterEach(async () => {
  // Nothing that a test leaves behind may outlive it.
  for (const id of ['p1', 'p2', 'p3']) {
    await until(async () => {
      const { stdout } = await pod.xfer('stop', id);
      return stdout.includes('running') ? undefined : true;
    }, `the end of ${id}`);
  }
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A command that ends when it is let go, with the given code. */
function gate(rc = 0): { command: string[]; letGo: () => void } {
  const fifo = join(directory, `gate-${String(rc)}`);
  execFileSync('mkfifo', [fifo]);
  return {
    command: [
      'sh',
      '-c',
      'echo begun; echo bad >&2; read line <"$1"; exit "$2"',
      'sh',
      fifo,
      String(rc),
    ],
    letGo: () => {
      writeFileSync(fifo, 'go\n');
    },
  };
}

const FOREVER = ['tail', '-f', '/dev/null'];

function stateFile(id: string, name: string): string {
  return readFileSync(join(pod.state, id, name), 'utf8').trim();
}

async function childOf(id: string): Promise<number> {
  return until(async () => {
    await pod.status(id);
    try {
      return Number(stateFile(id, 'child')) || undefined;
    } catch {
      return undefined;
    }
  }, 'the child');
}

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('a pass', () => {
  it('outlives its caller, and keeps its exit code and its output', async () => {
    const { command, letGo } = gate(7);

    // That this resolves while the command runs shows that no descriptor is left open.
    expect((await pod.xfer('start', 'p1', ...command)).stdout).toBe('{"state":"started"}\n');
    const running = await until(async () => {
      const status = await pod.status('p1');
      return status.out === '' ? undefined : status;
    }, 'output');
    expect(running.state).toBe('running');
    expect(running.rc).toBeUndefined();

    letGo();
    const done = await pod.awaitState('p1', 'done');
    expect(done).toMatchObject({ rc: 7, out: 'begun\n', err: 'bad\n' });
    expect(secondsOf(done)).toBeGreaterThan(0);
    expect(await pod.status('p1')).toMatchObject({ state: 'done', rc: 7 });
    expect(readFileSync(pod.log, 'utf8')).toBe('{"pass":"p1","rc":7}\n');
  });

  it('is started once, however often and however much at once it is asked for', async () => {
    const log = join(directory, 'begun');
    const command = ['sh', '-c', 'echo begun >>"$1"', 'sh', log];

    const answers = await Promise.all([1, 2, 3, 4].map(() => pod.xfer('start', 'p1', ...command)));
    await pod.awaitState('p1', 'done');
    answers.push(await pod.xfer('start', 'p1', ...command));

    expect(answers.map(({ stdout }) => stdout).sort()).toEqual([
      ...Array.from({ length: 4 }, () => '{"state":"exists"}\n'),
      '{"state":"started"}\n',
    ]);
    expect(readFileSync(log, 'utf8')).toBe('begun\n');
  });

  it('is unknown before it was started', async () => {
    expect(await pod.status('p1')).toMatchObject({ state: 'unknown', out: '', err: '' });
  });

  it('ends with the code of a command that is not there', async () => {
    await pod.xfer('start', 'p1', 'no-such-command');
    expect((await pod.awaitState('p1', 'done')).rc).toBe(127);
  });

  it.each(['', '..', 'a/b', '-x', 'A', 'a b', 'a"b'])('refuses the id %j', async (id) => {
    for (const command of ['start', 'status', 'stop', 'forget', 'manifest']) {
      expect((await pod.xfer(command, id, 'true')).rc).toBe(2);
    }
  });
});

describe('stop', () => {
  it('lets rsync end as it does, and tells its code', async () => {
    writeFileSync(join(pod.data, 'large'), Buffer.alloc(4_000_000, 'x'));
    // The pass as it is, but from directory to directory: no daemon, no wait for one.
    const pass = passCommand({ kind: 'initial', bandwidthLimitKiBps: 100 })
      .slice(0, -2)
      .filter((flag) => !flag.startsWith('--contimeout'));
    await pod.xfer('start', 'p1', ...pass, `${pod.data}/`, join(directory, 'target'));
    await until(async () => parseProgress((await pod.status('p1')).out), 'progress');

    await pod.xfer('stop', 'p1');

    expect((await pod.awaitState('p1', 'done')).rc).toBe(20);
    expect((await pod.xfer('stop', 'p1')).stdout).toBe('{"state":"done"}\n');
  });

  it('ends what a script has started', async () => {
    const pidFile = join(directory, 'pid');
    const script = 'tail -f /dev/null & echo $! >"$1.new"; mv "$1.new" "$1"; wait';
    await pod.xfer('start', 'p1', 'sh', '-c', script, 'sh', pidFile);
    const pid = await until(async () => {
      await pod.status('p1');
      return statSync(pidFile, { throwIfNoEntry: false }) && Number(readFileSync(pidFile, 'utf8'));
    }, 'the process of the script');

    await pod.xfer('stop', 'p1');

    expect((await pod.awaitState('p1', 'done')).rc).toBe(143);
    await until(() => Promise.resolve(!isAlive(pid) || undefined), 'its end');
  });
});

describe('kill -9', () => {
  it('of the command is an exit code like others', async () => {
    await pod.xfer('start', 'p1', ...FOREVER);
    process.kill(await childOf('p1'), 'SIGKILL');
    expect((await pod.awaitState('p1', 'done')).rc).toBe(137);
  });

  it('of its parent loses the pass, but not the control of what still runs', async () => {
    await pod.xfer('start', 'p1', ...FOREVER);
    const child = await childOf('p1');
    process.kill(Number(stateFile('p1', 'pid')), 'SIGKILL');
    expect((await pod.awaitState('p1', 'lost')).rc).toBeUndefined();

    // The command still runs: two of them must not write at the same time.
    await pod.xfer('start', 'p2', ...FOREVER);
    const refused = await pod.awaitState('p2', 'done');
    expect(refused).toMatchObject({
      rc: 75,
      err: 'xfer: an earlier tail still runs in this pod\n',
    });

    await pod.xfer('stop', 'p1');
    await until(() => Promise.resolve(!isAlive(child) || undefined), 'the end of the orphan');
    await pod.xfer('start', 'p3', ...FOREVER);
    await childOf('p3');
    expect((await pod.status('p3')).state).toBe('running');
  });
});

describe('a restarted container', () => {
  it('has lost what ran, even if another process has its number, and kept what had ended', async () => {
    await pod.xfer('start', 'p1', 'true');
    await pod.awaitState('p1', 'done');
    mkdirSync(join(pod.state, 'p2'));
    writeFileSync(join(pod.state, 'p2', 'pid'), `${String(process.pid)}\n`);

    expect((await pod.status('p1')).state).toBe('done');
    expect((await pod.status('p2')).state).toBe('lost');
    expect((await pod.xfer('start', 'p2', 'true')).stdout).toBe('{"state":"exists"}\n');
  });
});

describe('forget', () => {
  it('gives back what has ended, and nothing else', async () => {
    await pod.xfer('start', 'p1', ...FOREVER);
    await pod.xfer('start', 'p2', 'true');
    await pod.awaitState('p2', 'done');

    expect((await pod.xfer('forget', 'p1')).rc).toBe(1);
    expect((await pod.xfer('forget', 'p2')).rc).toBe(0);
    expect((await pod.status('p1')).state).toBe('running');
    expect((await pod.status('p2')).state).toBe('unknown');
  });
});

describe('the output of a pass', () => {
  it('does not fill the disk, and keeps its end', async () => {
    const script = 'head -c 6000000 /dev/zero | tr "\\0" "\\r"; echo "the end"';
    await pod.xfer('start', 'p1', 'sh', '-c', script);
    const done = await pod.awaitState('p1', 'done');
    await pod.status('p1');

    expect(done.out.endsWith('the end\n')).toBe(true);
    const { size, blocks } = statSync(join(pod.state, 'p1', 'out'));
    expect(size).toBe(6_000_008);
    expect(blocks * 512).toBeLessThan(2_000_000);
  });
});
