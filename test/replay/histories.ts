import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type History = proto.temporal.api.history.v1.IHistory;

export interface RecordedHistory {
  file: string;
  /** Replays need it: the ids of children are made from it. */
  workflowId: string;
  workflowType: string;
  history: History;
}

export const HISTORIES = path.join(import.meta.dirname, '../histories');

/** All that were recorded, by the name of their file. */
export function readHistories(): RecordedHistory[] {
  const files = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const text = readFileSync(path.join(HISTORIES, file), 'utf8');
    return { file, ...parseHistory(text) };
  });
}

export function parseHistory(text: string): Omit<RecordedHistory, 'file'> {
  const history = History.fromObject(JSON.parse(text) as Record<string, unknown>);
  const started = history.events[0]?.workflowExecutionStartedEventAttributes;
  return {
    workflowId: started?.workflowId ?? '',
    workflowType: started?.workflowType?.name ?? '',
    history,
  };
}

/**
 * The events of a history in JSON: enums by name, bytes in base64. The SDK has functions for this, which fail
 * when npm installs more than one copy of protobufjs.
 */
export function plainEvents(history: History): unknown[] {
  const plain = History.toObject(History.fromObject(history), {
    longs: String,
    enums: String,
    bytes: String,
  });
  return plain['events'] as unknown[];
}

/** Everything in a history that can be read, with its payloads decoded. */
export function readableText(value: unknown): string {
  if (Array.isArray(value)) return value.map(readableText).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => (key === 'data' ? decode(inner) : readableText(inner)))
      .join('\n');
  }
  return String(value);
}

function decode(data: unknown): string {
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : '';
}
