import { randomBytes } from 'node:crypto';
import { formatBytes, formatDuration } from '../sandbox/progress/duration.ts';
import type { Progress, Report } from '../sandbox/progress.ts';
import {
  addressOf,
  deployApplication,
  waitForApplication,
  waitForDatabase,
} from './application.ts';
import { catalogueSummary, databaseSize, fillDatabase, type CatalogueSummary } from './contents.ts';
import { withSession } from './database.ts';
import { DemoFailure } from './demo-failure.ts';
import type { Site } from './ground.ts';
import {
  credentialsOf,
  DATABASE,
  type Address,
  type ApplicationSpec,
  type Credentials,
} from './spec.ts';
import { waitUntil } from './wait.ts';

/** The application as it stands on the source, filled. */
export interface Shop {
  namespace: string;
  /** The name that its database carries. */
  run: string;
  credentials: Credentials;
  databaseBytes: number;
  catalogue: CatalogueSummary;
}

export interface ShopOptions {
  namespace: string;
  images: ApplicationSpec['images'];
  bytes: number;
  progress: Progress;
  signal: AbortSignal;
}

/** Image pulls and a first `initdb`, on a machine that may be busy. */
const READY_LIMIT_MS = 180_000;

/** Deploys the application on the source and fills its database. */
export async function openShop(source: Site, options: ShopOptions): Promise<Shop> {
  const { namespace, images, bytes, progress, signal } = options;
  const spec: ApplicationSpec = {
    namespace,
    images,
    password: randomBytes(18).toString('base64url'),
    capacity: capacityFor(bytes),
  };
  const credentials = credentialsOf(spec);
  const run = `demo-${new Date().toISOString()}`;
  const patience = { signal, limitMs: READY_LIMIT_MS };

  const address = await progress.step('Starting PostgreSQL and its web front', async (report) => {
    report('creating 8 objects');
    await deployApplication(source.cluster, spec);
    report('waiting for the database: image, volume, initdb');
    await waitForDatabase(source.cluster, namespace, patience);
    const found = await databaseAddress(source, namespace);
    // The port of a node opens up to a second after the pod behind it is ready.
    await waitUntil({
      ...patience,
      what: `an answer of the database at ${found.host}:${found.port}`,
      look: () => withSession(found, credentials, () => Promise.resolve(true)),
    });
    return found;
  });

  await progress.step(`Filling the database`, (report) =>
    withSession(address, credentials, (session) =>
      fillDatabase(session, { run, bytes, report: rateReporter(report), signal }),
    ),
  );
  await progress.step('Waiting for the web front', () =>
    waitForApplication(source.cluster, namespace, patience),
  );
  const contents = await withSession(address, credentials, async (session) => ({
    databaseBytes: await databaseSize(session),
    catalogue: await catalogueSummary(session),
  }));
  return { namespace, run, credentials, ...contents };
}

/** Where the database of the application answers on a cluster. */
export async function databaseAddress(site: Site, namespace: string): Promise<Address> {
  return serviceAddress(site, namespace, DATABASE.service);
}

export async function serviceAddress(
  site: Site,
  namespace: string,
  name: string,
): Promise<Address> {
  const address = await addressOf(site.cluster, site.nodeAddress, { namespace, name });
  if (address !== undefined) return address;
  throw new DemoFailure(`The Service ${namespace}/${name} on ${site.name} has no node port`, {
    hint: `Look at it: kubectl --kubeconfig ${site.kubeconfig} -n ${namespace} get service ${name} -o yaml`,
  });
}

/** Three times the data: tables, their log, and room to grow. In whole GiB. */
function capacityFor(bytes: number): string {
  return `${Math.max(1, Math.ceil((bytes * 3) / 2 ** 30))}Gi`;
}

/** `63 MB of 126 MB, 20 MB/s, 3.1 s left`. */
function rateReporter(report: Report): (done: number, total: number) => void {
  let first: { done: number; at: number } | undefined;
  return (done, total) => {
    first ??= { done, at: performance.now() };
    const bytesPerMs = (done - first.done) / (performance.now() - first.at);
    const rate =
      bytesPerMs > 0
        ? `, ${formatBytes(bytesPerMs * 1_000)}/s, ${formatDuration((total - done) / bytesPerMs)} left`
        : '';
    report(`${formatBytes(done)} of ${formatBytes(total)}${rate}`);
  };
}
