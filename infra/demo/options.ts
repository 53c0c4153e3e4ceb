import { DemoFailure } from './demo-failure.ts';

/** Clusters that exist already, and the S3 bucket that both reach. */
export interface ExistingGround {
  sourceKubeconfig: string;
  targetKubeconfig: string;
  s3: { url?: string; bucket: string; region: string; accessKey: string; secretKey: string };
  /** Left out: `dray serve` brings its own. */
  temporal?: { address: string; uiUrl?: string };
  images: { postgres: string; web: string };
}

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
  const existing = readExisting(env);
  return {
    name: env['DRAY_DEMO_NAMESPACE'] ?? 'shop',
    bytes: readNumber(env, 'DRAY_DEMO_MB', 126) * BYTES_PER_MB,
    port: readNumber(env, 'DRAY_DEMO_PORT', 8080),
    ...(existing === undefined ? {} : { existing }),
  };
}

const NEEDED = [
  'DRAY_SOURCE_KUBECONFIG',
  'DRAY_TARGET_KUBECONFIG',
  'DRAY_S3_BUCKET',
  'DRAY_S3_ACCESS_KEY',
  'DRAY_S3_SECRET_KEY',
] as const;

/** Either kubeconfig asks for existing clusters; then everything else that they need must be there. */
function readExisting(env: Env): ExistingGround | undefined {
  const asked = ['DRAY_SOURCE_KUBECONFIG', 'DRAY_TARGET_KUBECONFIG'].some((name) => env[name]);
  if (!asked) return undefined;
  const missing = NEEDED.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new DemoFailure(`To use clusters that exist, ${missing.join(', ')} must be set too`, {
      hint:
        'Set them: two kubeconfigs with admin rights, and an S3 bucket that both clusters reach. ' +
        'Or unset all of them to use the sandbox.',
    });
  }
  const text = (name: (typeof NEEDED)[number]): string => env[name] ?? '';
  return {
    sourceKubeconfig: text('DRAY_SOURCE_KUBECONFIG'),
    targetKubeconfig: text('DRAY_TARGET_KUBECONFIG'),
    s3: {
      bucket: text('DRAY_S3_BUCKET'),
      region: env['DRAY_S3_REGION'] ?? 'us-east-1',
      accessKey: text('DRAY_S3_ACCESS_KEY'),
      secretKey: text('DRAY_S3_SECRET_KEY'),
      ...(env['DRAY_S3_URL'] === undefined ? {} : { url: env['DRAY_S3_URL'] }),
    },
    ...readTemporal(env),
    // The official images keep PostgreSQL and its user where Debian's package has them.
    images: {
      postgres: env['DRAY_DEMO_POSTGRES_IMAGE'] ?? 'docker.io/library/postgres:15',
      web: env['DRAY_DEMO_WEB_IMAGE'] ?? 'docker.io/library/busybox:1',
    },
  };
}

function readTemporal(env: Env): Pick<ExistingGround, 'temporal'> {
  const { DRAY_TEMPORAL_ADDRESS: address, DRAY_TEMPORAL_UI: uiUrl } = env;
  if (address === undefined) return {};
  return { temporal: { address, ...(uiUrl === undefined ? {} : { uiUrl }) } };
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
