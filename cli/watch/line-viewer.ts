import type { Printer } from '../output.ts';
import { describeChanges, describeHeartbeat } from './changes.ts';
import type { Frame } from './frame.ts';
import { describeRun, eventText, lostText, type Viewer } from './viewer.ts';

/** A log that says nothing for longer looks as if it hung, and some build servers end it. */
const HEARTBEAT_MS = 60_000;

/** One line per change, with its time, for logs; a sign of life when nothing changes; the picture at the end. */
export function lineViewer(printer: Printer): Viewer {
  const { io } = printer;
  let frame: Frame | undefined;

  const beat = (): void => {
    if (frame !== undefined) say(describeHeartbeat({ ...frame, now: io.now() }));
  };
  let stop = io.every(HEARTBEAT_MS, beat);
  const say = (text: string): void => {
    stop();
    stop = io.every(HEARTBEAT_MS, beat);
    io.out(`${new Date(io.now()).toISOString().slice(0, 19)}Z ${text}\n`);
  };

  return {
    hear: (news) => {
      if (news.kind === 'lost') io.err(`${lostText(news.why, news.retryMs)}\n`);
      if (news.kind === 'back') io.err('connected again\n');
      if (news.kind === 'event') say(eventText(news.event));
      if (news.kind !== 'run') return;
      const now = io.now();
      const before = frame?.run;
      frame = { run: news.run, now, receivedAt: now };
      for (const change of describeChanges(before, frame)) say(change);
    },
    end: (run) => {
      stop();
      if (run !== undefined) io.out(`\n${describeRun(printer, run)}`);
      return Promise.resolve();
    },
  };
}
