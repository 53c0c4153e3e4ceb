import { Context, sleep } from '@temporalio/activity';
import { failure } from '../../domain/failures/failure.ts';
import type { FailureCode } from '../../domain/failures/table.ts';
import type { Call } from './scenario.ts';

/** A fatal row of the table whose code no workflow makes by itself. */
export const FATAL = 'DRAY-1005' satisfies FailureCode;
const TRANSIENT = 'DRAY-1002' satisfies FailureCode;

const HEARTBEAT_MS = 30;

export function failFatally(): never {
  throw failure(FATAL, { detail: 'the test says so', object: 'old: Pod shop/web' });
}

/** Fails at the first tries, as a cluster does that is away for a moment. */
export function failTransiently(times: number) {
  return ({ attempt }: Call): void => {
    if (attempt <= times) throw failure(TRANSIENT, { detail: `try ${attempt}` });
  };
}

/** Goes on for ever, heard from all the while, until it is cancelled. */
export async function blockUntilCancelled(): Promise<never> {
  for (;;) {
    Context.current().heartbeat('blocked');
    // Rejects with the cancellation.
    await sleep(HEARTBEAT_MS);
  }
}

/** Fails as long as a cluster is away. */
export function failWhile(away: () => boolean) {
  return ({ attempt }: Call): void => {
    if (away()) throw failure(TRANSIENT, { detail: `try ${attempt}` });
  };
}

export interface Gate {
  open(): void;
  /** Behaviour: waits for the gate without being heard from, as quick acts do. */
  pass(): Promise<void>;
}

export function closedGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    open: () => resolve(undefined),
    pass: async () => {
      await promise;
    },
  };
}
