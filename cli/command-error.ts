import type { FailureRecord } from '../domain/failures/failure.ts';
import type { FailureCode } from '../domain/failures/table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** One wrong value in a request: where it is (JSON pointer), what is wrong, what was found. */
export interface ValueError {
  pointer: string;
  message: string;
  found?: string;
}

/** What an object says of itself. */
export interface StandingCondition {
  type: string;
  reason?: string;
  message?: string;
}

export interface ErrorParts {
  exitCode: ExitCode;
  /** One sentence: what happened. */
  detail: string;
  /** `DRAY-nnnn`, when the table of failures has a row for it. */
  code?: string;
  meaning?: string;
  object?: string;
  /** What to do. */
  hint?: string;
  /** HTTP status, when a server answered. */
  status?: number;
  errors?: ValueError[];
  /** Conditions of the object that stand in the way. */
  conditions?: StandingCondition[];
}

/** Why a command ends without having done its work; it knows its exit code and prints itself. */
export class CommandError extends Error {
  readonly parts: ErrorParts;

  constructor(parts: ErrorParts, cause?: unknown) {
    super(parts.detail, cause === undefined ? undefined : { cause });
    this.name = 'CommandError';
    this.parts = parts;
  }
}

/** A wrong command line, or a wrong value on it. */
export function usageError(detail: string, hint?: string): CommandError {
  return new CommandError({
    exitCode: EXIT.usage,
    detail,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Failures whose exit code says more than "failed"; the HTTP status decides about the others. */
const BY_CODE: Partial<Record<FailureCode, ExitCode>> = {
  'DRAY-2001': EXIT.usage,
  'DRAY-2002': EXIT.usage,
  'DRAY-2003': EXIT.blocked,
  'DRAY-2004': EXIT.blocked,
  'DRAY-2005': EXIT.conflict,
  'DRAY-6001': EXIT.denied,
  'DRAY-6002': EXIT.denied,
  'DRAY-6003': EXIT.unreachable,
};

/** What a failure of a cluster means when this program itself speaks to it (`install`, `cluster add`). */
const BY_CLUSTER_CODE: Partial<Record<FailureCode, ExitCode>> = {
  'DRAY-1001': EXIT.unreachable,
  'DRAY-1002': EXIT.unreachable,
  'DRAY-1003': EXIT.unreachable,
  'DRAY-1004': EXIT.denied,
  'DRAY-1005': EXIT.denied,
  'DRAY-1006': EXIT.unreachable,
  'DRAY-1007': EXIT.notFound,
  'DRAY-1008': EXIT.conflict,
  'DRAY-1011': EXIT.conflict,
};

/** The exit code that belongs to a code alone, or undefined when the code does not decide it. */
export function exitOfCode(code: string | undefined): ExitCode | undefined {
  return code === undefined ? undefined : (BY_CODE as Record<string, ExitCode | undefined>)[code];
}

/** A failure met in this process, as the error that ends the command. */
export function errorOfFailure(record: FailureRecord, cause: unknown): CommandError {
  const exitCode = exitOfCode(record.code) ?? BY_CLUSTER_CODE[record.code] ?? EXIT.failed;
  const { code, meaning, detail, object, hint } = record;
  return new CommandError(
    { exitCode, code, meaning, detail, hint, ...(object === undefined ? {} : { object }) },
    cause,
  );
}
