import { pino, type Logger } from 'pino';

/** What must never reach a log, wherever it stands in an object. */
const SECRETS = [
  'token',
  'secretKey',
  'accessKey',
  'password',
  'authorization',
  'stringData',
  'data',
];

/** JSON lines; on a terminal readable ones. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`)], censor: '[redacted]' },
    ...(process.stdout.isTTY
      ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }
      : {}),
  });
}
