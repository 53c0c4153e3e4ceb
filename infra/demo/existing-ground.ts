import { DemoFailure } from './demo-failure.ts';

/** Clusters that exist already, and the S3 bucket that both reach. */
export interface ExistingGround {
  sourceKubeconfig: string;
  targetKubeconfig: string;
  s3: { url?: string; bucket: string; region: string; accessKey: string; secretKey: string };
  /** Left out: `dray serve` brings its own, and so do tests. */
  temporal?: { address: string; uiUrl?: string };
  images: { postgres: string; web: string };
}

type Env = Readonly<Record<string, string | undefined>>;

const KUBECONFIGS = ['DRAY_SOURCE_KUBECONFIG', 'DRAY_TARGET_KUBECONFIG'] as const;
const NEEDED = [
  ...KUBECONFIGS,
  'DRAY_S3_BUCKET',
  'DRAY_S3_ACCESS_KEY',
  'DRAY_S3_SECRET_KEY',
] as const;

/** Whether clusters that exist are asked for: by either kubeconfig. */
export function namesClusters(env: Env): boolean {
  return KUBECONFIGS.some((name) => given(env, name) !== undefined);
}

/**
 * Reads where the clusters are that the demo and the tests use instead of the sandbox; undefined when the
 * sandbox is to be used.
 * @throws DemoFailure naming all that is missing
 */
export function readExistingGround(env: Env): ExistingGround | undefined {
  if (!namesClusters(env)) return undefined;
  const missing = NEEDED.filter((name) => given(env, name) === undefined);
  if (missing.length > 0) {
    throw new DemoFailure(`To use clusters that exist, ${missing.join(', ')} must be set too`, {
      hint:
        'Set them: two kubeconfigs with admin rights, and an S3 bucket that both clusters reach. ' +
        'Or unset all of them to use the sandbox.',
    });
  }
  const text = (name: (typeof NEEDED)[number]): string => env[name] ?? '';
  const url = given(env, 'DRAY_S3_URL');
  return {
    sourceKubeconfig: text('DRAY_SOURCE_KUBECONFIG'),
    targetKubeconfig: text('DRAY_TARGET_KUBECONFIG'),
    s3: {
      bucket: text('DRAY_S3_BUCKET'),
      region: given(env, 'DRAY_S3_REGION') ?? 'us-east-1',
      accessKey: text('DRAY_S3_ACCESS_KEY'),
      secretKey: text('DRAY_S3_SECRET_KEY'),
      ...(url === undefined ? {} : { url }),
    },
    ...readTemporal(env),
    // The official images keep PostgreSQL and its user where Debian's package has them.
    images: {
      postgres: given(env, 'DRAY_DEMO_POSTGRES_IMAGE') ?? 'docker.io/library/postgres:15',
      web: given(env, 'DRAY_DEMO_WEB_IMAGE') ?? 'docker.io/library/busybox:1',
    },
  };
}

function readTemporal(env: Env): Pick<ExistingGround, 'temporal'> {
  const address = given(env, 'DRAY_TEMPORAL_ADDRESS');
  const uiUrl = given(env, 'DRAY_TEMPORAL_UI');
  if (address === undefined) return {};
  return { temporal: { address, ...(uiUrl === undefined ? {} : { uiUrl }) } };
}

/** In many a shell and CI a variable is unset by making it empty. */
function given(env: Env, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
