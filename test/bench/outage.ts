import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { orderIds } from '../../infra/demo/contents.ts';
import { startShopWriter, waitForCommits } from '../../infra/demo/cutover.ts';
import { type Session, withSession } from '../../infra/demo/database.ts';
import type { Ground } from '../../infra/demo/ground.ts';
import { switchOver } from '../../infra/demo/outage.ts';
import { databaseAddress, openShop, type Shop } from '../../infra/demo/shop.ts';
import type { Bench } from './bench.ts';
import { type Cutover, cutOver, removeApplication } from './cutovers.ts';

/** The cutover of a database that is written to all the time. */
export interface Outage extends Cutover {
  /** From the last commit that the source acknowledged to the first one of the target. */
  writerSeconds: number;
  databaseBytes: number;
  commits: number;
}

/** A database as it is most of the time: what was loaded into it was checkpointed long ago. */
export async function measureOutage(bench: Bench, number: number): Promise<Outage> {
  return measureDatabase(bench, `shop-${number}`, async (session) => {
    await session.query('CHECKPOINT');
  });
}

/**
 * One that was loaded a moment ago. Its shutdown writes all of that, and renames its log's segments: rsync
 * takes each for a new file of 16 MB.
 */
export async function measureFreshlyLoaded(bench: Bench, number: number): Promise<Outage> {
  return measureDatabase(bench, `fresh-shop-${number}`, () => Promise.resolve());
}

/** Moves a PostgreSQL under an insert every 5 ms, and looks whether every acknowledged one has arrived. */
async function measureDatabase(
  bench: Bench,
  suffix: string,
  prepare: (session: Session) => Promise<void>,
): Promise<Outage> {
  const { scene, sites, sizes, progress, signal } = bench;
  const namespace = scene.namespace(suffix);
  const folder = path.join(bench.folder, suffix);
  mkdirSync(folder, { recursive: true });
  const { images, s3 } = scene;
  const shop = await openShop(sites.source, {
    ...{ namespace, images, bytes: sizes.databaseBytes, progress, signal },
  });
  await withSession(await databaseAddress(sites.source, namespace), shop.credentials, prepare);
  const ground: Ground = { ...sites, images, s3 };
  const writer = startShopWriter(ground, shop, folder);
  try {
    await waitForCommits(writer, sites.source, { namespace, signal });
    const cutover = await progress.step('Moving it', () => cutOver(bench, namespace));
    await waitForCommits(writer, sites.target, { namespace, signal });
    await writer.stop();
    const { acknowledged } = writer.report();
    await refuseLoss(
      bench,
      shop,
      acknowledged.map(({ id }) => id),
    );
    const outage = switchOver(acknowledged, 'source', 'target');
    if (outage === undefined) throw new Error('the writer has not moved over');
    await removeApplication(bench, namespace);
    const { databaseBytes } = shop;
    return {
      ...cutover,
      ...{ writerSeconds: outage.ms / 1000, databaseBytes, commits: acknowledged.length },
    };
  } finally {
    await writer.stop();
  }
}

/** A quick move that loses a commit is worth nothing. */
async function refuseLoss({ sites }: Bench, shop: Shop, acknowledged: number[]): Promise<void> {
  const address = await databaseAddress(sites.target, shop.namespace);
  const found = new Set(await withSession(address, shop.credentials, orderIds));
  const lost = acknowledged.filter((id) => !found.has(id));
  if (lost.length > 0) throw new Error(`commits were lost: ${lost.slice(0, 10).join(', ')}`);
}
