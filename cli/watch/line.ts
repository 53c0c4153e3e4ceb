import { createColors } from 'picocolors';

/** How a piece of text is meant; the terminal decides how that looks. */
export type Tone = 'plain' | 'dim' | 'bold' | 'good' | 'bad' | 'warn' | 'busy';

export interface Span {
  text: string;
  tone?: Tone;
}

/** One line of a picture. */
export type Line = readonly Span[];

export const BLANK: Line = [];

export function line(text: string, tone: Tone = 'plain'): Line {
  return [{ text, tone }];
}

export function widthOf(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + text.length, 0);
}

/** The line as text of at most `width` cells; what is cut off leaves an ellipsis. */
function clipLine(spans: Line, width: number): Line {
  if (widthOf(spans) <= width) return spans;
  const kept: Span[] = [];
  let room = width - 1;
  for (const span of spans) {
    if (room <= 0) break;
    kept.push({ ...span, text: span.text.slice(0, room) });
    room -= span.text.length;
  }
  return [...kept, { text: '…', tone: 'dim' }];
}

/** Lines as text for a terminal; each ends with a newline. */
export function paintLines(lines: readonly Line[], width: number, colour: boolean): string {
  const paint = painter(colour);
  return lines.map((spans) => `${clipLine(spans, width).map(paint).join('')}\n`).join('');
}

function painter(colour: boolean): (span: Span) => string {
  const { dim, bold, green, red, yellow, cyan } = createColors(colour);
  const tones: Record<Tone, (text: string) => string> = {
    plain: (text) => text,
    dim,
    bold,
    good: green,
    bad: red,
    warn: yellow,
    busy: cyan,
  };
  return ({ text, tone = 'plain' }) => tones[tone](text);
}

/** A sentence as lines of at most `width` cells, broken between words; a longer word stays whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return current === '' ? lines : [...lines, current];
}
