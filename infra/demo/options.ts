import { DemoFailure } from './demo-failure.ts';
import { type ExistingGround, readExistingGround } from './existing-ground.ts';

export interface DemoOptions {
  /** Namespace of the application, and name of the plan. */
  name: string;
  /** Size of the database before the move. */
  bytes: number;
  /** Port of `dray serve` on this machine. */
  port: number;
  /** Left out: the sandbox is used. */
  existing?: ExistingGround;
}

type Env = Readonly<Record<string, string | undefined>>;

const BYTES_PER_MB = 1e6;

/** Reads the demo's settings; throws a DemoFailure that names everything that is missing or wrong. */
export function readOptions(env: Env): DemoOptions {
  const existing = readExistingGround(env);
  return {
    name: env['DRAY_DEMO_NAMESPACE'] ?? 'shop',
    bytes: readNumber(env, 'DRAY_DEMO_MB', 126) * BYTES_PER_MB,
    port: readNumber(env, 'DRAY_DEMO_PORT', 8080),
    ...(existing === undefined ? {} : { existing }),
  };
}

function readNumber(env: Env, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new DemoFailure(`${name}=${text} is not a number`, {
    hint: `Set ${name} like ${otherwise}.`,
  });
}
