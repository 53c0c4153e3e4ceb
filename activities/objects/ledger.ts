import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { keyOf, type ObjectKey } from '../../domain/kube-object.ts';
import { type LedgerEntry, ledgerKey } from '../../domain/objects/ledger.ts';
import {
  buildPage,
  ENTRIES_OF_A_PAGE,
  ledgerSelector,
  type LedgerPage,
  readPage,
} from '../../domain/objects/ledger-pages.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';

/** The list of all that a run makes on the target. It is kept in the host cluster, and outlives every worker. */
export interface Ledger {
  readonly run: RunIdentity;
  /** What is written down, the first first, by ledger key. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** Whether everything was made; see `LEDGER_COMPLETE`. */
  readonly complete: boolean;
  /** Replaces the entries of these places, or adds them. */
  put(entries: readonly LedgerEntry[]): void;
  /** Notes what was made. */
  note(key: ObjectKey, uid: string): void;
  /** Writes what has changed; fails with DRAY-1008 when another worker wrote meanwhile. */
  save(): Promise<void>;
  markComplete(): Promise<void>;
  /** Leaves it to the plan how long it is kept. */
  handOver(): Promise<void>;
  /** All is taken back. */
  remove(): Promise<void>;
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** Reads what the run has written down; an empty ledger is made by its first entry. */
export async function openLedger(host: Cluster, run: RunIdentity): Promise<Ledger> {
  const query = { ...CONFIG_MAP, namespace: run.namespace, labelSelector: ledgerSelector(run) };
  const found = (await host.list(query)).map(readPage);
  return new StoredLedger(
    host,
    run,
    found.sort((a, b) => a.number - b.number),
  );
}

class StoredLedger implements Ledger {
  readonly run: RunIdentity;
  readonly #host: Cluster;
  readonly #pages: LedgerPage[];
  readonly #entries = new Map<string, LedgerEntry>();
  /** Where each entry is written. */
  readonly #places = new Map<string, { page: LedgerPage; index: number }>();
  readonly #dirty = new Set<LedgerPage>();

  constructor(host: Cluster, run: RunIdentity, pages: LedgerPage[]) {
    this.run = run;
    this.#host = host;
    this.#pages = pages;
    for (const page of pages) {
      for (const [index, entry] of page.entries.entries()) this.#remember(entry, page, index);
    }
  }

  get entries(): ReadonlyMap<string, LedgerEntry> {
    return this.#entries;
  }

  get complete(): boolean {
    return this.#pages.some(({ complete }) => complete);
  }

  put(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.#put(entry);
  }

  note(key: ObjectKey, uid: string): void {
    const entry = this.#entries.get(ledgerKey(key));
    if (entry !== undefined && entry.uid !== uid) this.#put({ ...entry, uid });
  }

  async save(): Promise<void> {
    const pages = [...this.#dirty];
    await Promise.all(pages.map((page) => this.#write(page)));
  }

  async markComplete(): Promise<void> {
    await this.#set('complete');
  }

  async handOver(): Promise<void> {
    await this.#set('owned');
  }

  async remove(): Promise<void> {
    await Promise.all(
      this.#pages.map((page) => this.#host.delete(keyOf(buildPage(this.run, page)))),
    );
  }

  async #set(mark: 'complete' | 'owned'): Promise<void> {
    for (const page of this.#pages) {
      if (page[mark]) continue;
      page[mark] = true;
      this.#dirty.add(page);
    }
    await this.save();
  }

  #put(entry: LedgerEntry): void {
    const place = this.#places.get(ledgerKey(entry));
    if (place !== undefined) {
      place.page.entries[place.index] = entry;
      this.#remember(entry, place.page, place.index);
      this.#dirty.add(place.page);
      return;
    }
    const page = this.#pageWithSpace();
    this.#remember(entry, page, page.entries.push(entry) - 1);
    this.#dirty.add(page);
  }

  #pageWithSpace(): LedgerPage {
    const last = this.#pages.at(-1);
    if (last !== undefined && last.entries.length < ENTRIES_OF_A_PAGE) return last;
    const number = (last?.number ?? -1) + 1;
    const page = { number, entries: [], complete: this.complete, owned: false };
    this.#pages.push(page);
    return page;
  }

  #remember(entry: LedgerEntry, page: LedgerPage, index: number): void {
    const key = ledgerKey(entry);
    this.#entries.set(key, entry);
    this.#places.set(key, { page, index });
  }

  async #write(page: LedgerPage): Promise<void> {
    const object = buildPage(this.run, page);
    // What changes while it is being written is written the next time.
    this.#dirty.delete(page);
    try {
      const isNew = page.resourceVersion === undefined;
      const written = await (isNew ? this.#host.create(object) : this.#host.replace(object));
      const { resourceVersion } = written.metadata;
      if (resourceVersion !== undefined) page.resourceVersion = resourceVersion;
    } catch (error) {
      this.#dirty.add(page);
      if (!isFailure(error, 'DRAY-1011')) throw error;
      const detail = 'another worker has begun the same ledger';
      throw failure('DRAY-1008', { detail, object: error.object ?? object.metadata.name });
    }
  }
}
