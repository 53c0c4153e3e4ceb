import { setTimeout as pause } from 'node:timers/promises';
import { runOf } from './contents.ts';
import { openSession, type Session } from './database.ts';
import { memoryJournal, type Acknowledgement, type Journal } from './journal.ts';
import type { Address, Credentials } from './spec.ts';

/** A place where the database may answer. */
export interface Endpoint {
  /** Stands in the journal, e.g. `source`. */
  name: string;
  /** Where to dial now; undefined while there is nothing to dial, as before the move. */
  address(): Promise<Address | undefined>;
}

export interface WriterOptions {
  /** Tried in turn, the one that answered last first. */
  endpoints: Endpoint[];
  credentials: Credentials;
  /** What the database must call itself (`run.name`): the writer never writes into another one. */
  run: string;
  journal?: Journal;
  /** Pause between two inserts. */
  everyMs?: number;
  /** Pause after a round in which no endpoint answered. */
  retryMs?: number;
  /** How long an insert may take before the connection is given up. */
  insertTimeoutMs?: number;
  onSwitch?: (endpoint: string) => void;
  /** How to connect; tests bring a database of their own. */
  connect?: typeof openSession;
}

export interface WriterReport {
  /** In the order in which they arrived. */
  acknowledged: readonly Acknowledgement[];
  /** Inserts that were sent; those beyond the acknowledged ones ended in an error, their fate unknown. */
  attempted: number;
  /** The endpoint that answers now. */
  connectedTo: string | undefined;
  /** Why the last attempt, at whichever endpoint, failed. */
  lastError: string | undefined;
}

export interface Writer {
  /** Lets the insert in flight end, then leaves. The report stays readable. */
  stop(): Promise<void>;
  report(): WriterReport;
}

const INSERT = 'INSERT INTO orders (id, placed_on) VALUES ($1, $2)';

/** Starts a client that inserts without end and notes every commit that was acknowledged. */
export function startWriter(options: WriterOptions): Writer {
  const journal = options.journal ?? memoryJournal();
  const stopping = new AbortController();
  let lastServed: string | undefined;
  const state = {
    attempted: 0,
    connectedTo: undefined as string | undefined,
    lastError: undefined as string | undefined,
  };

  /** A number is used once, whatever became of its insert: so no row can stand for two attempts. */
  async function insertOne(session: Session, endpoint: string): Promise<void> {
    const id = ++state.attempted;
    await session.query(INSERT, [id, endpoint]);
    journal.note({ id, at: performance.timeOrigin + performance.now(), endpoint });
  }

  /** Returns when the session broke or the writer is stopped. */
  async function writeThrough(session: Session, endpoint: string): Promise<void> {
    try {
      while (!stopping.signal.aborted) {
        const started = performance.now();
        await insertOne(session, endpoint);
        await wait((options.everyMs ?? 5) - (performance.now() - started), stopping.signal);
      }
      await session.close();
    } catch (error) {
      state.lastError = `${endpoint}: ${messageOf(error)}`;
      state.connectedTo = undefined;
      session.drop();
    }
  }

  /** True when this endpoint was ours and answered, however long it did. */
  async function serve(endpoint: Endpoint): Promise<boolean> {
    let session: Session;
    try {
      session = await openOwnDatabase(endpoint, options);
    } catch (error) {
      state.lastError = `${endpoint.name}: ${messageOf(error)}`;
      return false;
    }
    if (lastServed !== endpoint.name) options.onSwitch?.(endpoint.name);
    lastServed = state.connectedTo = endpoint.name;
    await writeThrough(session, endpoint.name);
    return true;
  }

  async function firstThatServes(round: Endpoint[]): Promise<Endpoint | undefined> {
    for (const endpoint of round) {
      if (stopping.signal.aborted) return undefined;
      if (await serve(endpoint)) return endpoint;
    }
    return undefined;
  }

  async function run(): Promise<void> {
    let round = options.endpoints;
    while (!stopping.signal.aborted) {
      const served = await firstThatServes(round);
      if (served === undefined) await wait(options.retryMs ?? 50, stopping.signal);
      else round = [served, ...options.endpoints.filter((other) => other !== served)];
    }
  }

  const ended = run().finally(() => journal.close());
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
    report: () => ({ acknowledged: journal.entries(), ...state }),
  };
}

async function openOwnDatabase(endpoint: Endpoint, options: WriterOptions): Promise<Session> {
  const address = await endpoint.address();
  if (address === undefined) throw new Error('there is no address to dial yet');
  const session = await (options.connect ?? openSession)(address, options.credentials, {
    connectTimeoutMs: 1_000,
    statementTimeoutMs: options.insertTimeoutMs ?? 2_000,
  });
  try {
    const found = await runOf(session);
    if (found === options.run) return session;
    throw new Error(`the database there is that of run ${found ?? '(none)'}, not ${options.run}`);
  } catch (error) {
    session.drop();
    throw error;
  }
}

/** A pause that ends early, and quietly, when the signal comes. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
