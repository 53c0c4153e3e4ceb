import { wantsColour } from '../io.ts';
import { jsonLine, type Printer, printOne } from '../output.ts';
import type { News } from '../server/follow.ts';
import type { EventView, RunView } from '../server/views.ts';
import { paintLines } from './line.ts';
import { drawRun } from './picture.ts';

/** Somebody who is told the news of one run, and shows them in a way of their own. */
export interface Viewer {
  hear: (news: News) => void;
  /** Called once. The run as it is now; undefined when its reader has turned away. */
  end: (run: RunView | undefined) => Promise<void>;
}

/** Columns of a picture that no terminal limits. */
const PAGE_COLUMNS = 100;

/** The whole picture of a run, as `status` prints it. */
export function describeRun({ io }: Printer, run: RunView): string {
  const now = io.now();
  const columns = io.isTty ? io.size().columns : PAGE_COLUMNS;
  const lines = drawRun({ run, now, receivedAt: now }, { columns, rows: Infinity });
  // Nothing is drawn over it, so a long address may go on in the next row.
  return paintLines(lines, Infinity, wantsColour(io, io.isTty));
}

/** One JSON document per change, each on its line. */
export function jsonViewer({ io }: Printer): Viewer {
  return {
    hear: (news) => {
      if (news.kind === 'run') io.out(jsonLine('Run', news.run));
      if (news.kind === 'lost') io.err(`${lostText(news.why, news.retryMs)}\n`);
    },
    end: () => Promise.resolve(),
  };
}

/** Nothing until the end; then the run, in the form that was asked for. */
export function silentViewer(printer: Printer): Viewer {
  return {
    hear: (news) => {
      if (news.kind === 'lost') printer.io.err(`${lostText(news.why, news.retryMs)}\n`);
    },
    end: async (run) => {
      if (run === undefined) return;
      await printOne(printer, 'Run', run, (view) => describeRun(printer, view));
    },
  };
}

export function eventText({ type, reason, message }: EventView): string {
  return `event ${type} ${reason}: ${message}`;
}

export function lostText(why: string, retryMs: number): string {
  return `connection lost (${why}); the run goes on, trying again in ${retryMs / 1000} s`;
}
