import {
  CommandError,
  type ErrorParts,
  exitOfCode,
  type StandingCondition,
  type ValueError,
} from '../command-error.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

/** What a status means to a script; anything else is a plain failure. */
const BY_STATUS: Record<number, ExitCode> = {
  400: EXIT.usage,
  401: EXIT.denied,
  403: EXIT.denied,
  404: EXIT.notFound,
  409: EXIT.conflict,
  422: EXIT.usage,
};

/** A gateway answers with these when no server stands behind it. */
const GATEWAY = new Set([502, 503, 504]);

const LOGIN_HINT =
  'Put a token of the host cluster into ~/.config/drayage/token, or give --token-file or DRAY_TOKEN; ' +
  '`kubectl -n openshift-migration create token drayage` prints one.';

/** The error behind an answer that is not 2xx: RFC 9457 problem+json, or whatever a proxy sent instead. */
export function errorOfAnswer(status: number, body: string): CommandError {
  const problem = parseObject(body);
  const code = textOf(problem['code']);
  const exitCode = exitOfCode(code) ?? exitOfStatus(status, code);
  const detail = textOf(problem['detail']) ?? textOf(problem['title']) ?? plainBody(status, body);
  // The server speaks of headers; here a token is a file.
  const hint = status === 401 ? LOGIN_HINT : textOf(problem['hint']);
  const errors = objectsOf(problem['errors']) as ValueError[];
  const conditions = objectsOf(problem['conditions']) as StandingCondition[];
  return new CommandError({
    exitCode,
    status,
    detail,
    ...present({
      code,
      meaning: textOf(problem['title']),
      object: textOf(problem['object']),
      hint,
    }),
    ...(errors.length === 0 ? {} : { errors }),
    ...(conditions.length === 0 ? {} : { conditions }),
  });
}

function exitOfStatus(status: number, code: string | undefined): ExitCode {
  if (GATEWAY.has(status) && code === undefined) return EXIT.unreachable;
  return BY_STATUS[status] ?? EXIT.failed;
}

function plainBody(status: number, body: string): string {
  const [line = ''] = body.trim().split('\n');
  return `the server answered ${status}${line === '' ? '' : `: ${line.slice(0, 200)}`}`;
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function objectsOf(value: unknown): object[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is object => typeof each === 'object' && each !== null);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function present(parts: Record<string, string | undefined>): Partial<ErrorParts> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
