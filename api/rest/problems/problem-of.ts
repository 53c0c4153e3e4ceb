import { STATUS_CODES } from 'node:http';
import { Failure, failure } from '../../../domain/failures/failure.ts';
import { FAILURES } from '../../../domain/failures/table.ts';
import type { Problem } from '../views/problem.ts';
import { httpStatusOf } from './http-status.ts';
import { Refusal, type RefusalDetails } from './refusal.ts';

/** Fastify's reasons in our words: its own may repeat what was sent. */
const COMPLAINTS: Record<number, string> = {
  400: 'it is not valid JSON, or not as long as it claims to be',
  413: 'it is too large',
  415: 'its Content-Type is not application/json',
};

/** What whoever threw meant, as the body of an answer. Only failures of the table may speak for themselves. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { failure: cause, details } = refusalOf(error);
  return {
    type: `urn:drayage:failure:${cause.code}`,
    title: FAILURES[cause.code].meaning,
    status: details.status ?? httpStatusOf(cause),
    code: cause.code,
    detail: cause.detail,
    hint: cause.hint,
    instance: requestId,
    retryable: cause.kind !== 'fatal',
    ...(cause.object === undefined ? {} : { object: cause.object }),
    ...(details.errors === undefined ? {} : { errors: details.errors }),
    ...(details.conditions === undefined ? {} : { conditions: details.conditions }),
  };
}

function refusalOf(error: unknown): { failure: Failure; details: RefusalDetails } {
  if (error instanceof Refusal) return error;
  if (error instanceof Failure) return { failure: error, details: {} };
  const status = clientErrorStatus(error);
  if (status !== undefined) {
    const detail = COMPLAINTS[status] ?? STATUS_CODES[status] ?? 'it cannot be read';
    return { failure: failure('DRAY-6006', { detail }), details: { status } };
  }
  const detail = 'the server did not expect this; its log says more';
  return { failure: failure('DRAY-9001', { detail }), details: {} };
}

/** Fastify's own complaints about a request (body too large, not JSON, ...) carry a 4xx. */
function clientErrorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  if (typeof statusCode !== 'number') return undefined;
  return statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
