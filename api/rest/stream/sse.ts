export interface SseMessage {
  event: string;
  id: string;
  data: unknown;
}

/** One message of a `text/event-stream` (WHATWG HTML, 9.2); JSON has no line breaks, so one data line will do. */
export function sseMessage({ event, id, data }: SseMessage): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A line that clients ignore and proxies take for life. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}

/** How long a client waits before it connects anew. */
export function sseRetry(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}

export const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx would hold the stream back to fill its buffer.
  'x-accel-buffering': 'no',
} as const;
