import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client } from 'pg';
import type { Address, Credentials } from './spec.ts';

export interface SessionOptions {
  connectTimeoutMs?: number;
  /** After this long without an answer a statement counts as failed, whatever became of it. */
  statementTimeoutMs?: number;
}

/** One connection to a database, that can be dropped at once even when the other end is gone. */
export interface Session {
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Says goodbye and waits until the connection is closed. */
  close(): Promise<void>;
  /** Cuts the connection without waiting for anybody. */
  drop(): void;
}

/** Connects, or throws within the limit. */
export async function openSession(
  address: Address,
  credentials: Credentials,
  { connectTimeoutMs = 1_000, statementTimeoutMs = 30_000 }: SessionOptions = {},
): Promise<Session> {
  const socket = new Socket();
  const client = new Client({
    ...credentials,
    ...address,
    // Our own socket, so that drop() need not go through a protocol that waits for an answer.
    stream: () => socket,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs,
    application_name: 'drayage-demo',
  });
  // Each statement in flight fails by itself; a connection lost between two must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    query: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await client.query<Row>({ text, values })).rows,
    close: async () => {
      const closed = socket.closed ? Promise.resolve() : once(socket, 'close');
      await client.end();
      await closed;
    },
    drop: () => void socket.destroy(),
  };
}

/** Runs `work` in a session of its own and closes it whatever happens. */
export async function withSession<T>(
  address: Address,
  credentials: Credentials,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(address, credentials, { connectTimeoutMs: 5_000 });
  try {
    return await work(session);
  } finally {
    session.drop();
  }
}
