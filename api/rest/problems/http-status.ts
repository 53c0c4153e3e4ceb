import type { Failure, FailureKind } from '../../../domain/failures/failure.ts';
import type { FailureCode } from '../../../domain/failures/table.ts';

/** What a failure is in HTTP. Trouble between us and the host cluster is never the caller's fault: 5xx. */
const STATUS: Partial<Record<FailureCode, number>> = {
  'DRAY-1001': 503,
  'DRAY-1002': 503,
  'DRAY-1003': 502,
  'DRAY-1004': 502,
  'DRAY-1005': 502,
  'DRAY-1006': 503,
  'DRAY-1007': 404,
  'DRAY-1008': 409,
  'DRAY-1009': 422,
  'DRAY-1010': 502,
  'DRAY-1011': 409,
  'DRAY-2001': 400,
  'DRAY-2002': 422,
  'DRAY-2003': 422,
  'DRAY-2004': 409,
  'DRAY-2005': 409,
  'DRAY-2006': 409,
  'DRAY-2011': 409,
  'DRAY-2021': 409,
  'DRAY-6001': 401,
  'DRAY-6002': 403,
  'DRAY-6004': 404,
  'DRAY-6005': 405,
  'DRAY-6006': 400,
  'DRAY-6007': 422,
  'DRAY-9001': 500,
};

/** Rows that no handler raises on purpose. */
const BY_KIND: Record<FailureKind, number> = { transient: 503, waiting: 409, fatal: 500 };

export function httpStatusOf({ code, kind }: Failure): number {
  return STATUS[code] ?? BY_KIND[kind];
}
