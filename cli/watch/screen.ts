import type { Io } from '../io.ts';
import { wantsColour } from '../io.ts';
import { type Line, paintLines } from './line.ts';

/** A picture on a terminal that is drawn again in place. */
export interface Screen {
  draw: (lines: readonly Line[]) => void;
  /** The last picture: nothing of it is cut, since nothing will be drawn over it. */
  finish: (lines: readonly Line[]) => void;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
/** Terminals that know synchronized output show the new picture at once; others ignore this. */
const BEGIN_UPDATE = '\u001b[?2026h';
const END_UPDATE = '\u001b[?2026l';
const ERASE_LINE_END = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** Draws over the last picture line by line, without erasing first: nothing flickers. */
export function createScreen(io: Io): Screen {
  const colour = wantsColour(io, io.isTty);
  let height = 0;
  const draw = (lines: readonly Line[], columns: number): void => {
    const up = height === 0 ? '' : `\u001b[${height}A`;
    const text = paintLines(lines, columns, colour).replaceAll('\n', `${ERASE_LINE_END}\n`);
    const begin = height === 0 ? HIDE_CURSOR : '';
    io.out(`${begin}${BEGIN_UPDATE}${up}${text}${ERASE_BELOW}${END_UPDATE}`);
    height = lines.length;
  };
  return {
    draw: (lines) => draw(lines, io.size().columns),
    finish: (lines) => {
      draw(lines, Infinity);
      io.out(SHOW_CURSOR);
    },
  };
}
