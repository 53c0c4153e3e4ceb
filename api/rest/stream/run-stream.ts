import type { KubeObject } from '../../../domain/kube-object.ts';
import type { Change, ObjectIndex } from '../index/object-index.ts';
import { runUidOf } from '../index/object-index.ts';
import { eventView } from '../views/event.ts';
import { hasEnded } from '../views/run-state.ts';
import type { RunView } from '../views/run.ts';
import { Coalescer } from './coalescer.ts';
import { eventId, type Seen } from './event-id.ts';
import { sseComment, sseMessage, sseRetry } from './sse.ts';

const RECONNECT_MS = 2_000;

/** The way to one client. */
export interface Sink {
  write(text: string): void;
  /** Whether the client reads slower than we write. */
  isBehind(): boolean;
  /** Calls back once the client has caught up. */
  onceCaughtUp(act: () => void): void;
  end(): void;
}

export interface RunStreamSource {
  /** The run as it was found; the index brings its changes. */
  run: KubeObject;
  index: Pick<ObjectIndex, 'onChange' | 'eventsOf'>;
  view(run: KubeObject): RunView;
}

export interface RunStreamSettings {
  /** Time between two views of the run. */
  coalesceMs: number;
  heartbeatMs: number;
  /** Asked at every heartbeat; the stream ends when the caller has lost the right to read it. */
  mayContinue(): Promise<boolean>;
}

/** Tells one client about one run until the run ends, the client leaves, or the server closes. */
export class RunStream {
  readonly #source: RunStreamSource;
  readonly #sink: Sink;
  readonly #settings: RunStreamSettings;
  readonly #views: Coalescer;
  readonly #unlisten: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  /** Events up to this version were sent over an earlier connection. */
  readonly #since: number;
  readonly #sent = new Map<string, number>();
  #run: KubeObject;
  #seen: Seen;
  #lastView = '';
  #closed = false;

  constructor(source: RunStreamSource, sink: Sink, seen: Seen, settings: RunStreamSettings) {
    this.#source = source;
    this.#sink = sink;
    this.#since = seen.version;
    this.#seen = seen;
    this.#settings = settings;
    this.#run = source.run;
    this.#views = new Coalescer(settings.coalesceMs, () => this.#sendView());
    this.#heartbeat = setInterval(() => void this.#beat(), settings.heartbeatMs);
    this.#unlisten = source.index.onChange((change) => this.#take(change));
    sink.write(sseRetry(RECONNECT_MS));
    this.#sendBacklog();
    this.#views.poke();
  }

  /** Also when the client has gone already. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#views.stop();
    clearInterval(this.#heartbeat);
    this.#unlisten();
    this.#sink.end();
  }

  #take({ event, object }: Change): void {
    if (runUidOf(object) !== this.#run.metadata.uid) return;
    if (object.kind === 'Event') {
      if (event !== 'deleted') this.#sendEvent(object);
      return;
    }
    if (object.kind === 'MigMigration') {
      if (event === 'deleted') {
        this.#leave('the run was deleted');
        return;
      }
      this.#run = object;
    }
    this.#views.poke();
  }

  #sendBacklog(): void {
    const events = [...this.#source.index.eventsOf(this.#run)];
    for (const event of events.sort((a, b) => versionOf(a) - versionOf(b))) this.#sendEvent(event);
  }

  #sendEvent(event: KubeObject): void {
    const version = versionOf(event);
    // A watch that was cut lists anew, in no order of versions: what counts is what was sent of each Event.
    if (version <= (this.#sent.get(event.metadata.name) ?? this.#since)) return;
    this.#sent.set(event.metadata.name, version);
    this.#seen = { ...this.#seen, version: Math.max(version, this.#seen.version) };
    this.#sink.write(
      sseMessage({ event: 'event', id: eventId(this.#seen), data: eventView(event) }),
    );
  }

  #sendView(): void {
    if (this.#closed) return;
    if (this.#sink.isBehind()) {
      this.#sink.onceCaughtUp(() => this.#views.poke());
      return;
    }
    const view = this.#source.view(this.#run);
    const text = JSON.stringify(view);
    if (text === this.#lastView) return;
    this.#lastView = text;
    this.#seen = { ...this.#seen, ended: hasEnded(view.state) };
    this.#sink.write(sseMessage({ event: 'run', id: eventId(this.#seen), data: view }));
    if (this.#seen.ended) this.close();
  }

  async #beat(): Promise<void> {
    const allowed = await this.#settings.mayContinue();
    if (this.#closed) return;
    if (allowed) this.#sink.write(sseComment('alive'));
    else this.#leave('the right to read the run is gone');
  }

  #leave(why: string): void {
    this.#sink.write(sseComment(why));
    this.close();
  }
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0);
}
