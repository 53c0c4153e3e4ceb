import { type Failure, failure } from '../../domain/failures/failure.ts';
import type { FailureCode } from '../../domain/failures/table.ts';
import { type NetworkFault, networkErrorOf } from '../network-errors.ts';

/** The `Status` object that an API server answers with when it says no. */
export interface KubeStatus {
  message?: string;
  reason?: string;
  details?: { causes?: { field?: string; message?: string }[] };
}

const NETWORK: Record<NetworkFault, FailureCode> = {
  dns: 'DRAY-1001',
  tcp: 'DRAY-1002',
  tls: 'DRAY-1003',
  timeout: 'DRAY-1002',
};

const HTTP: Record<number, FailureCode> = {
  400: 'DRAY-1009',
  401: 'DRAY-1004',
  403: 'DRAY-1005',
  404: 'DRAY-1007',
  405: 'DRAY-1010',
  409: 'DRAY-1008',
  410: 'DRAY-1006',
  422: 'DRAY-1009',
  429: 'DRAY-1006',
};

/** Answers with 403 that have nothing to do with the rights of whoever asked. */
const NOT_ABOUT_RIGHTS = /admission webhook|exceeded quota|is being terminated/;

/** A refusal of the API server as a row of the table; 5xx passes by itself and is tried again. */
export function failureOfStatus(httpStatus: number, status: KubeStatus, object: string): Failure {
  const code = codeOf(httpStatus, status);
  const fields = (status.details?.causes ?? [])
    .filter((cause) => cause.field !== undefined)
    .map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`);
  const detail = [status.message ?? `HTTP ${httpStatus}`, ...fields.slice(0, 5)].join('; ');
  return failure(code, { detail, object });
}

function codeOf(httpStatus: number, { reason, message = '' }: KubeStatus): FailureCode {
  if (httpStatus === 409 && reason === 'AlreadyExists') return 'DRAY-1011';
  if (httpStatus === 403 && NOT_ABOUT_RIGHTS.test(message)) return 'DRAY-1009';
  return HTTP[httpStatus] ?? 'DRAY-1006';
}

/** A request that got no answer, as a row of the table. */
export function failureOfRequest(error: unknown, url: string, object: string): Failure {
  const network = networkErrorOf(error);
  const { host } = new URL(url);
  if (network !== undefined) {
    return failure(NETWORK[network.fault], { detail: `${host}: ${network.cause}`, object }, error);
  }
  const said = error instanceof Error ? error.message : String(error);
  return failure('DRAY-1006', { detail: `${host}: ${said}`, object }, error);
}
