import { CommandError } from '../command-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { pause } from '../pause.ts';
import { eventsPath } from './api.ts';
import type { Wire } from './request.ts';
import { createSseParser, type SseMessage } from './sse.ts';
import type { EventView, RunState, RunView } from './views.ts';

/** News of a run, or of the wire it comes over. */
export type News =
  | { kind: 'run'; run: RunView }
  | { kind: 'event'; event: EventView }
  | { kind: 'lost'; why: string; retryMs: number }
  | { kind: 'back' };

export interface Following {
  wire: Wire;
  io: Io;
  run: string;
  signal: AbortSignal;
}

/** Heartbeats come every 15 s: three missed ones, and the connection is dead. */
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

const ENDED: ReadonlySet<RunState> = new Set(['succeeded', 'warnings', 'failed', 'canceled']);

/** Whether a run in this state will not change any more. */
export function hasEnded(state: RunState): boolean {
  return ENDED.has(state);
}

/** What outlives a connection. */
interface Memory {
  lastEventId?: string;
  /** Whether anything was heard at all. */
  heard: boolean;
  /** Whether the connection before this one was lost. */
  lost: boolean;
  retryMs: number;
}

/**
 * Follows a run until it has ended or the signal aborts, over as many connections as that takes.
 * A first connection that fails throws; later ones are tried again, as long as the server's answer is not a refusal.
 */
export async function* followRun(following: Following): AsyncGenerator<News, void, undefined> {
  const { io, signal } = following;
  const memory: Memory = { heard: false, lost: false, retryMs: FIRST_RETRY_MS };
  while (!signal.aborted) {
    const why = yield* hearOut(following, memory);
    if (why === undefined) return;
    memory.lost = true;
    yield { kind: 'lost', why, retryMs: memory.retryMs };
    await pause(io, memory.retryMs, signal);
    memory.retryMs = Math.min(memory.retryMs * 2, LAST_RETRY_MS);
  }
}

/** Everything that one connection brings; answers why it was lost, or nothing when no more is to come. */
async function* hearOut(
  following: Following,
  memory: Memory,
): AsyncGenerator<News, string | undefined, undefined> {
  const { signal } = following;
  try {
    for await (const message of readMessages(following, memory.lastEventId)) {
      if (memory.lost) yield { kind: 'back' };
      remember(memory, message);
      const news = readNews(message);
      if (news !== undefined) yield news;
      if (news?.kind === 'run' && hasEnded(news.run.state)) return undefined;
    }
    return signal.aborted ? undefined : 'the server ended the stream';
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!memory.heard || !isTransient(error)) throw error;
    return reasonOf(error);
  }
}

function remember(memory: Memory, { id }: SseMessage): void {
  memory.heard = true;
  memory.lost = false;
  memory.retryMs = FIRST_RETRY_MS;
  memory.lastEventId = id ?? memory.lastEventId;
}

async function* readMessages(
  { wire, io, run, signal }: Following,
  lastEventId: string | undefined,
): AsyncGenerator<SseMessage, void, undefined> {
  const dead = new AbortController();
  const watch = (): (() => void) =>
    io.after(SILENCE_MS, () => dead.abort(new Error(`nothing heard for ${SILENCE_MS / 1000} s`)));
  const texts = await wire.stream({
    path: eventsPath(run),
    signal: AbortSignal.any([signal, dead.signal]),
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  const parse = createSseParser();
  let stop = watch();
  try {
    for await (const text of texts) {
      stop();
      stop = watch();
      yield* parse(text);
    }
  } finally {
    stop();
  }
}

function readNews({ event, data }: SseMessage): News | undefined {
  if (event === 'run') return { kind: 'run', run: JSON.parse(data) as RunView };
  if (event === 'event') return { kind: 'event', event: JSON.parse(data) as EventView };
  return undefined;
}

/** A server that cannot be reached, or is failing, may come back; one that refuses means it. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof CommandError)) return true;
  const { exitCode, status = 0 } = error.parts;
  return exitCode === EXIT.unreachable || status >= 500;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.message === 'terminated'
    ? error.cause.message
    : error.message;
}
