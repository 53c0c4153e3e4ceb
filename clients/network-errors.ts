/** Which hop of a connection failed; the same question for an API server and an S3 server. */
export type NetworkFault = 'dns' | 'tcp' | 'tls' | 'timeout';

const FAULTS: Record<string, NetworkFault> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'tcp',
  ECONNRESET: 'tcp',
  EHOSTUNREACH: 'tcp',
  ENETUNREACH: 'tcp',
  EPIPE: 'tcp',
  UND_ERR_SOCKET: 'tcp',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  EPROTO: 'tls',
};

export interface NetworkError {
  fault: NetworkFault;
  /** The system's own word for it, e.g. `ECONNREFUSED`. */
  cause: string;
}

/**
 * Reads the hop from an error, following `cause` and the parts of an AggregateError (Node tries every
 * address of a name and reports them together). Undefined when it was not the network.
 */
export function networkErrorOf(error: unknown): NetworkError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const fault = code === undefined ? undefined : FAULTS[code];
  if (code !== undefined && fault !== undefined) return { fault, cause: code };
  if (error.name === 'TimeoutError') return { fault: 'timeout', cause: error.message };
  if (error instanceof AggregateError) {
    for (const part of error.errors) {
      const found = networkErrorOf(part);
      if (found !== undefined) return found;
    }
  }
  return networkErrorOf(error.cause);
}
