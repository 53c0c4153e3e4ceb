import { Writable } from 'node:stream';
import { Exec, type KubeConfig, type V1Status } from '@kubernetes/client-node';
import { failure } from '../../domain/failures/failure.ts';
import type { ExecRequest, ExecResult } from './cluster.ts';
import { failureOfRequest } from './errors.ts';

/** An exec that says nothing for so long has lost its connection; the commands we run all answer at once. */
const EXEC_TIMEOUT_MS = 120_000;

/**
 * Runs one command in a container and waits for its end.
 * Only for short commands: when this process dies the exit code is lost, so passes run detached.
 */
export async function execute(
  config: KubeConfig,
  cluster: string,
  asked: ExecRequest,
): Promise<ExecResult> {
  const object = `${cluster}: Pod ${asked.namespace}/${asked.pod}`;
  const stdout = new Collector();
  const stderr = new Collector();
  try {
    const status = await run(config, asked, stdout, stderr);
    return { exitCode: exitCodeOf(status, object), stdout: stdout.text(), stderr: stderr.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    const url = config.getCurrentCluster()?.server ?? 'https://unknown';
    throw failureOfRequest(plainError(error), url, object);
  }
}

function run(
  config: KubeConfig,
  asked: ExecRequest,
  stdout: Collector,
  stderr: Collector,
): Promise<V1Status> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => {
      reject(new DOMException(`no answer within ${EXEC_TIMEOUT_MS / 1000} s`, 'TimeoutError'));
    }, EXEC_TIMEOUT_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timeout);
      act();
    };
    new Exec(config)
      .exec(
        asked.namespace,
        asked.pod,
        asked.container,
        asked.command,
        stdout,
        stderr,
        null,
        false,
        (status) => {
          settle(() => resolve(status));
        },
      )
      .then((socket) => {
        asked.signal?.addEventListener('abort', () => socket.close(), { once: true });
        socket.onclose = () => {
          settle(() => reject(new Error('the connection closed before the command ended')));
        };
      })
      .catch((error: unknown) => {
        settle(() => reject(plainError(error)));
      });
  });
}

function exitCodeOf(status: V1Status, object: string): number {
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  if (code !== undefined) return Number(code);
  throw failure('DRAY-1006', { detail: status.message ?? 'exec failed without a reason', object });
}

/** The websocket library rejects with an event, not an error. */
function plainError(error: unknown): Error {
  if (error instanceof Error) return error;
  const event = error as { error?: unknown; message?: unknown };
  if (event.error instanceof Error) return event.error;
  return new Error(typeof event.message === 'string' ? event.message : 'websocket failed');
}

class Collector extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
