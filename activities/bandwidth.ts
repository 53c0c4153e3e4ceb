import { log } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { API_VERSION } from '../domain/kinds/group.ts';
import type { RunIdentity } from '../domain/run/identity.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { bandwidthLimit, limitOfCommand } from '../domain/transfer/bandwidth.ts';
import { stopCommand, wordsCommand } from '../domain/transfer/xfer.ts';
import type { Mover } from './mover.ts';

/** A person who changes a limit looks at the rate next. */
const LOOK_EVERY_MS = 3_000;

/** The limit of a run, which may be changed while its volumes are copied. */
export interface Bandwidth {
  /**
   * KiB/s as it is now, 0 for none; as it was, when the host cluster is away or what it says cannot be meant.
   * Undefined before it was read.
   */
  now(): Promise<number | undefined>;
  /** Why what is set does not count, for people. */
  problem(): string | undefined;
}

export function bandwidthOf(
  host: Cluster,
  run: RunIdentity,
  settings: () => Promise<Settings>,
): Bandwidth {
  const { namespace, migration: name } = run;
  let known: number | undefined;
  let problem: string | undefined;
  return {
    problem: () => problem,
    async now() {
      try {
        const [found, { bandwidthLimit: setting }] = await Promise.all([
          host.get({ apiVersion: API_VERSION, kind: 'MigMigration', namespace, name }),
          settings(),
        ]);
        const read = bandwidthLimit(found?.metadata.annotations, setting);
        problem = 'problem' in read ? read.problem : undefined;
        known = 'problem' in read ? (known ?? setting ?? 0) : read.kibPerSecond;
      } catch (error) {
        log.warn('the limit of the run could not be read', { error: String(error) });
      }
      return known;
    },
  };
}

/** Looks after the limit of one try of a pass, beside its copying. */
export interface LimitWatch {
  /** To be called at every look at the try. */
  look(): void;
}

/**
 * Ends a try whose limit is no longer the one that is wanted; the next one goes on with that.
 * @param started the limit it was started with; undefined when another worker started it
 */
export function watchLimit(
  { sender, id, bandwidth }: { sender: Mover; id: string; bandwidth: Bandwidth },
  started: number | undefined,
): LimitWatch {
  let limit = started;
  let lookedAt = Date.now();
  let isLooking = false;

  async function compare(): Promise<void> {
    limit ??= limitOfCommand((await sender.run(wordsCommand(id))).split('\0'));
    const wanted = await bandwidth.now();
    if (wanted === undefined || wanted === limit) return;
    log.info('the limit of a pass is changed', { pass: id, from: limit, to: wanted });
    await sender.run(stopCommand(id));
  }

  return {
    look() {
      if (isLooking || Date.now() - lookedAt < LOOK_EVERY_MS) return;
      isLooking = true;
      lookedAt = Date.now();
      compare()
        .catch((error: unknown) => {
          // The pass may have ended meanwhile, or the cluster be away: the next look tells.
          log.debug('the limit could not be looked after', { error: String(error) });
        })
        .finally(() => {
          isLooking = false;
        });
    },
  };
}
