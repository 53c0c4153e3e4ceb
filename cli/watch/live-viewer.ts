import type { Io } from '../io.ts';
import type { News } from '../server/follow.ts';
import type { Frame } from './frame.ts';
import type { Line } from './line.ts';
import { drawRun } from './picture.ts';
import { createScreen } from './screen.ts';
import { eventText, lostText, type Viewer } from './viewer.ts';

/** The clocks in the picture go on between two pieces of news. */
const TICK_MS = 1000;

/** A picture on a terminal, drawn again in place with each piece of news and each second. */
export function liveViewer(io: Io): Viewer {
  const screen = createScreen(io);
  let frame: Frame | undefined;

  const picture = (): Line[] => {
    if (frame === undefined) return [];
    const { columns, rows } = io.size();
    // The cursor stands below the picture: that row cannot be used.
    return drawRun({ ...frame, now: io.now() }, { columns, rows: rows - 1 });
  };
  const draw = (): void => {
    if (frame !== undefined) screen.draw(picture());
  };
  const stop = io.every(TICK_MS, draw);

  return {
    hear: (news) => {
      frame = afterNews(frame, news, io.now());
      draw();
    },
    end: (run) => {
      stop();
      const now = io.now();
      const last = run && { run, now, receivedAt: frame?.receivedAt ?? now };
      const whole = { columns: io.size().columns, rows: Infinity };
      screen.finish(last === undefined ? picture() : drawRun(last, whole));
      return Promise.resolve();
    },
  };
}

/** What there is to draw after some news; nothing before the first state of the run. */
function afterNews(frame: Frame | undefined, news: News, now: number): Frame | undefined {
  if (news.kind === 'run') return { ...frame, run: news.run, now, receivedAt: now };
  if (frame === undefined) return undefined;
  if (news.kind === 'event') return { ...frame, event: eventText(news.event) };
  if (news.kind === 'lost') return { ...frame, notice: lostText(news.why, news.retryMs) };
  const { run, receivedAt, event } = frame;
  return { run, now, receivedAt, ...(event === undefined ? {} : { event }) };
}
