import { CommandError } from '../command-error.ts';
import { EXIT } from '../exit-codes.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { ended, run } from '../testing/views.ts';
import { followRun, type News } from './follow.ts';
import type { StreamRequest, Wire } from './request.ts';

/** What one connection does: events, then a clean end, an error, or silence. */
interface Connection {
  texts?: string[];
  then?: Error | 'silence';
}

function message(data: object, id: string): string {
  return `event: run\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

function wireOf(connections: Connection[]): { wire: Wire; asked: StreamRequest[] } {
  const asked: StreamRequest[] = [];
  const stream = async (request: StreamRequest): Promise<AsyncIterable<string>> => {
    const connection = connections[asked.length] ?? {};
    asked.push(request);
    if (connection.texts === undefined && connection.then instanceof Error) throw connection.then;
    return Promise.resolve(play(connection, request.signal));
  };
  return { wire: { stream, json: () => Promise.reject(new Error('not asked for')) }, asked };
}

async function* play(
  { texts = [], then }: Connection,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield* texts;
  if (then === 'silence') {
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  } else if (then !== undefined) throw then;
}

/** Follows to the end; time passes whenever a connection is lost. */
async function follow(
  connections: Connection[],
  onNews: (news: News, stop: () => void) => void = () => undefined,
): Promise<{ news: News[]; asked: StreamRequest[]; waited: number }> {
  const io = fakeIo({ frozen: true });
  const begin = io.now();
  const { wire, asked } = wireOf(connections);
  const controller = new AbortController();
  const news: News[] = [];
  const following = { wire, io, run: 'shop-1', signal: controller.signal };
  for await (const each of followRun(following)) {
    news.push(each);
    onNews(each, () => controller.abort());
    if (each.kind === 'lost') setImmediate(() => io.pass(each.retryMs));
  }
  return { news, asked, waited: io.now() - begin };
}

const unreachable = new CommandError({ exitCode: EXIT.unreachable, detail: 'connection refused' });

test('news come until the run has ended', async () => {
  const { news, asked } = await follow([
    { texts: [message(run(), '1'), ': alive\n\n', message(ended('succeeded'), '2')] },
  ]);
  expect(news.map((each) => each.kind === 'run' && each.run.state)).toEqual([
    'running',
    'succeeded',
  ]);
  expect(asked).toHaveLength(1);
});

test('a lost connection is told, and taken up where it broke', async () => {
  const { news, asked } = await follow([
    { texts: [message(run(), '41')], then: new Error('read ECONNRESET') },
    { texts: [message(ended('succeeded'), '42')] },
  ]);
  expect(news.map(({ kind }) => kind)).toEqual(['run', 'lost', 'back', 'run']);
  expect(news[1]).toMatchObject({ why: 'read ECONNRESET', retryMs: 500 });
  expect(asked.map(({ lastEventId }) => lastEventId)).toEqual([undefined, '41']);
});

test('a stream that ends before the run does is taken up again', async () => {
  const { news } = await follow([
    { texts: [message(run(), '1')] },
    { texts: [message(ended('failed'), '2')] },
  ]);
  expect(news.map(({ kind }) => kind)).toEqual(['run', 'lost', 'back', 'run']);
});

test('a server that stays away is asked less and less often, for as long as it takes', async () => {
  const { news, waited } = await follow([
    { texts: [message(run(), '1')] },
    ...Array.from({ length: 7 }, () => ({ then: unreachable })),
    { texts: [message(ended('succeeded'), '2')] },
  ]);
  const waits = news.flatMap((each) => (each.kind === 'lost' ? [each.retryMs] : []));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  expect(waited).toBe(waits.reduce((sum, each) => sum + each, 0));
});

test('a server that was never there is not waited for', async () => {
  await expect(follow([{ then: unreachable }])).rejects.toBe(unreachable);
});

test('a refusal is meant, also later on', async () => {
  const gone = new CommandError({ exitCode: EXIT.notFound, status: 404, detail: 'no such run' });
  await expect(follow([{ texts: [message(run(), '1')] }, { then: gone }])).rejects.toBe(gone);
});

test('a connection on which nothing is heard is dead', async () => {
  const io = fakeIo({ frozen: true });
  const { wire } = wireOf([
    { texts: [message(run(), '1')], then: 'silence' },
    { texts: [message(ended('succeeded'), '2')] },
  ]);
  const news: News[] = [];
  const { signal } = new AbortController();
  for await (const each of followRun({ wire, io, run: 'shop-1', signal })) {
    news.push(each);
    setImmediate(() => io.pass(45_000));
  }
  expect(news[1]).toMatchObject({ kind: 'lost', why: 'nothing heard for 45 s' });
  expect(news.at(-1)).toMatchObject({ kind: 'run', run: { state: 'succeeded' } });
});

test('whoever turns away hears no more', async () => {
  const { news } = await follow(
    [{ texts: [message(run(), '1'), message(run(), '2')] }],
    (_, stop) => stop(),
  );
  expect(news.length).toBeLessThanOrEqual(2);
});
