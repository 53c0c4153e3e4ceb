import type { Session } from './database.ts';

/** What the tables hold; equal before and after a move, but for the orders written meanwhile. */
export interface CatalogueSummary {
  rows: number;
  /** Sum over a hash of every row, as text: it may exceed what a number holds. */
  hash: string;
}

export interface FillOptions {
  /** The name of this run; the writer refuses a database that carries another one. */
  run: string;
  /** How large the database shall be, in bytes, as pg_database_size counts. */
  bytes: number;
  report: (bytesDone: number, bytesTotal: number) => void;
  signal: AbortSignal;
}

const SCHEMA = `
CREATE TABLE run (name text PRIMARY KEY);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  placed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  placed_on text NOT NULL
);
CREATE TABLE catalogue (id bigserial PRIMARY KEY, body text NOT NULL);
`;

/** One kilobyte of hexadecimal noise a row: it does not compress to nothing on its way. */
const ADD_TO_CATALOGUE = `
INSERT INTO catalogue (body)
SELECT (SELECT string_agg(md5(random()::text || part::text || item::text), '')
          FROM generate_series(1, 32) AS part)
  FROM generate_series(1, $1::int) AS item
`;

const ROWS_AT_A_TIME = 8_000;

/** Makes the tables and fills the catalogue until the database has its size. */
export async function fillDatabase(
  session: Session,
  { run, bytes, report, signal }: FillOptions,
): Promise<void> {
  await session.query(SCHEMA);
  await session.query('INSERT INTO run VALUES ($1)', [run]);
  for (;;) {
    signal.throwIfAborted();
    const size = await databaseSize(session);
    report(Math.min(size, bytes), bytes);
    if (size >= bytes) break;
    await session.query(ADD_TO_CATALOGUE, [ROWS_AT_A_TIME]);
  }
  // Bulk loading is not a database's daily life: what it left in memory is written now, not at the stop.
  await session.query('CHECKPOINT');
}

/** Bytes of the current database, as PostgreSQL counts them. */
export async function databaseSize(session: Session): Promise<number> {
  const [row] = await session.query<{ size: string }>(
    'SELECT pg_database_size(current_database()) AS size',
  );
  return Number(row?.size ?? 0);
}

/** The name of the run that filled this database; undefined when it is not one of ours. */
export async function runOf(session: Session): Promise<string | undefined> {
  const [row] = await session.query<{ name: string }>('SELECT name FROM run');
  return row?.name;
}

/** Every order's number, by a scan of the table itself: an index could hide what is missing or double. */
export async function orderIds(session: Session): Promise<number[]> {
  await session.query('SET enable_indexscan = off');
  await session.query('SET enable_indexonlyscan = off');
  await session.query('SET enable_bitmapscan = off');
  const rows = await session.query<{ id: string }>('SELECT id FROM orders');
  return rows.map(({ id }) => Number(id));
}

export async function catalogueSummary(session: Session): Promise<CatalogueSummary> {
  const [row] = await session.query<{ rows: string; hash: string }>(
    `SELECT count(*) AS rows, coalesce(sum(hashtextextended(body, id)), 0)::text AS hash
       FROM catalogue`,
  );
  return { rows: Number(row?.rows ?? 0), hash: row?.hash ?? '0' };
}
