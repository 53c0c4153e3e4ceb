import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { callerOf } from './access.ts';

/** Whatever is logged, by whomever: these never are. */
const SECRETS = ['authorization', 'token', 'accessKey', 'secretKey', 'saToken', 'data'];

const REDACTED = {
  paths: [
    ...SECRETS,
    ...SECRETS.map((name) => `*.${name}`),
    ...SECRETS.map((name) => `*.*.${name}`),
  ],
  censor: '(hidden)',
};

/** A logger for the server that cannot give a secret away. */
export function discreetLogger(logger: Logger): Logger {
  return logger.child({}, { redact: REDACTED });
}

/** Who changed what: the API server's own audit log knows only our service account. */
export function logWrite(request: FastifyRequest, verb: string, object: KubeObject): void {
  const { who } = callerOf(request);
  const audit = { user: who.username, verb, object: describeObject(keyOf(object)) };
  request.log.info({ audit }, `${audit.user}: ${verb} ${audit.object}`);
}
