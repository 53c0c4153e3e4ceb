/** One server-sent event (WHATWG HTML, "Server-sent events"). */
export interface SseMessage {
  /** `message` when the server names none. */
  event: string;
  data: string;
  id?: string;
}

/** Takes text as it comes, in pieces of any size, and gives back the events that are complete. */
export type SseParser = (text: string) => SseMessage[];

/** Comments (heartbeats) and unknown fields are dropped; an event without data is none. */
export function createSseParser(): SseParser {
  let rest = '';
  let lines: string[] = [];
  return (text) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    const messages: SseMessage[] = [];
    for (const piece of pieces) {
      const line = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
      if (line !== '') {
        lines.push(line);
        continue;
      }
      const message = readMessage(lines);
      lines = [];
      if (message !== undefined) messages.push(message);
    }
    return messages;
  };
}

function readMessage(lines: readonly string[]): SseMessage | undefined {
  const fields = lines.map(readField);
  const last = (name: string): string | undefined => fields.findLast(([key]) => key === name)?.[1];
  const data = fields.filter(([key]) => key === 'data').map(([, value]) => value);
  if (data.length === 0) return undefined;
  const id = last('id');
  return {
    event: last('event') ?? 'message',
    data: data.join('\n'),
    ...(id === undefined ? {} : { id }),
  };
}

function readField(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
