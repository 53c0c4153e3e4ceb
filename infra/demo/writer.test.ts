import { afterEach, describe, expect, it } from '@jest/globals';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Session } from './database.ts';
import type { Address } from './spec.ts';
import { startWriter, type Writer, type WriterOptions } from './writer.ts';

/** Databases by port; `rows` is what a crash would not take away. */
class Fakes {
  readonly up = new Set<number>();
  readonly rows = new Map<number, number[]>();
  readonly runs = new Map<number, string>();
  /** The next insert at this port is written, and then the connection breaks. */
  readonly breakAfterWrite = new Set<number>();

  start(port: number, run = 'run-1'): void {
    this.up.add(port);
    this.runs.set(port, run);
    this.rows.set(port, this.rows.get(port) ?? []);
  }

  connect = ({ port }: Address): Promise<Session> => {
    if (!this.up.has(port)) return Promise.reject(new Error('ECONNREFUSED'));
    const query = async (text: string, values: unknown[] = []): Promise<unknown[]> => {
      await breathe();
      if (!this.up.has(port)) throw new Error('terminating connection');
      if (text.startsWith('SELECT name FROM run')) return [{ name: this.runs.get(port) }];
      this.rows.get(port)?.push(Number(values[0]));
      if (this.breakAfterWrite.delete(port)) throw new Error('connection lost');
      return [];
    };
    return Promise.resolve({
      query: query as Session['query'],
      close: () => Promise.resolve(),
      drop: () => undefined,
    });
  };
}

const SOURCE = 1;
const TARGET = 2;

let running: Writer | undefined;
afterEach(() => running?.stop());

function start(fakes: Fakes, more: Partial<WriterOptions> = {}): Writer {
  const endpoint = (name: string, port: number): WriterOptions['endpoints'][number] => ({
    name,
    address: () => Promise.resolve(fakes.runs.has(port) ? { host: 'h', port } : undefined),
  });
  running = startWriter({
    endpoints: [endpoint('source', SOURCE), endpoint('target', TARGET)],
    credentials: { user: 'u', password: 'p', database: 'd' },
    run: 'run-1',
    everyMs: 0,
    retryMs: 1,
    connect: fakes.connect,
    ...more,
  });
  return running;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await breathe();
}

describe('startWriter', () => {
  it('notes exactly the commits that were acknowledged, under numbers that rise', async () => {
    const fakes = new Fakes();
    fakes.start(SOURCE);
    const writer = start(fakes);

    await until(() => writer.report().acknowledged.length >= 5);
    await writer.stop();

    const ids = writer.report().acknowledged.map(({ id }) => id);
    expect(ids).toEqual(fakes.rows.get(SOURCE));
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  it('moves to the target when the source stops, and says so', async () => {
    const fakes = new Fakes();
    const switches: string[] = [];
    fakes.start(SOURCE);
    const writer = start(fakes, { onSwitch: (endpoint) => switches.push(endpoint) });

    await until(() => writer.report().acknowledged.length >= 3);
    fakes.up.delete(SOURCE);
    await until(() => writer.report().lastError?.startsWith('target') ?? false);
    fakes.start(TARGET);
    await until(() => (fakes.rows.get(TARGET) ?? []).length >= 3);
    await writer.stop();

    expect(switches).toEqual(['source', 'target']);
    expect(writer.report().acknowledged.at(-1)?.endpoint).toBe('target');
  });

  it('never counts a commit whose answer was lost, and never uses its number again', async () => {
    const fakes = new Fakes();
    fakes.start(SOURCE);
    const writer = start(fakes);

    await until(() => writer.report().acknowledged.length >= 2);
    fakes.breakAfterWrite.add(SOURCE);
    await until(() => !fakes.breakAfterWrite.has(SOURCE));
    const lost = fakes.rows.get(SOURCE)?.length ?? 0;
    await until(() => writer.report().acknowledged.length >= lost + 2);
    await writer.stop();

    const ids = writer.report().acknowledged.map(({ id }) => id);
    expect(ids).not.toContain(lost);
    expect(new Set(fakes.rows.get(SOURCE)).size).toBe(fakes.rows.get(SOURCE)?.length);
  });

  it('does not write into a database of another run', async () => {
    const fakes = new Fakes();
    fakes.start(TARGET, 'somebody-else');
    const writer = start(fakes);

    await until(() => writer.report().lastError?.includes('somebody-else') ?? false);
    await writer.stop();

    expect(fakes.rows.get(TARGET)).toEqual([]);
    expect(writer.report().attempted).toBe(0);
  });
});
