import type { UnhealthyNamespace } from '../kinds/unhealthy.ts';
import { FAILURES, type FailureCode } from './table.ts';

/**
 * How the runner answers a failure:
 * `transient` is retried with backoff, `waiting` is looked at again until its limit, `fatal` needs a person.
 */
export type FailureKind = 'transient' | 'waiting' | 'fatal';

export interface FailureDetail {
  /** What was found: one sentence, without a secret in it. */
  detail: string;
  /** The object concerned, as `cluster: Kind namespace/name`. */
  object?: string;
  /** What to do; the table's advice when left out. */
  hint?: string;
  /** Where the application is not well, when that is what failed. */
  unhealthy?: UnhealthyNamespace[];
}

/** One failure of the closed table, with the particulars of this occurrence. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly kind: FailureKind;
  readonly detail: string;
  readonly object: string | undefined;
  readonly hint: string;
  readonly unhealthy: UnhealthyNamespace[] | undefined;

  constructor(
    code: FailureCode,
    { detail, object, hint, unhealthy }: FailureDetail,
    cause?: unknown,
  ) {
    const row = FAILURES[code];
    super(
      `${code} ${row.meaning}: ${object === undefined ? '' : `${object}: `}${detail}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'Failure';
    this.code = code;
    this.kind = row.kind;
    this.detail = detail;
    this.object = object;
    this.hint = hint ?? row.advice;
    this.unhealthy = unhealthy;
  }
}

/** Shorthand that reads well behind `throw`. */
export function failure(code: FailureCode, detail: FailureDetail, cause?: unknown): Failure {
  return new Failure(code, detail, cause);
}

export function isFailure(error: unknown, code?: FailureCode): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code);
}

/** The plain form that crosses process borders: Temporal details, problem+json, conditions. */
export interface FailureRecord {
  code: FailureCode;
  kind: FailureKind;
  meaning: string;
  detail: string;
  object?: string;
  hint: string;
  unhealthy?: UnhealthyNamespace[];
}

export function recordOf(error: Failure): FailureRecord {
  return {
    code: error.code,
    kind: error.kind,
    meaning: FAILURES[error.code].meaning,
    detail: error.detail,
    ...(error.object === undefined ? {} : { object: error.object }),
    hint: error.hint,
    ...(error.unhealthy === undefined ? {} : { unhealthy: error.unhealthy }),
  };
}
