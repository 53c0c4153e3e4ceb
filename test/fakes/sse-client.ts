interface Message {
  event?: string;
  id?: string;
  data?: unknown;
  comment?: string;
}

/** A reader of server-sent events over fetch, message by message. */
export interface SseClient {
  response: Response;
  /** The data of the next message of that name; others before it are skipped. */
  next(event: string): Promise<unknown>;
  nextComment(): Promise<string>;
  /** Comments read so far. */
  comments(): string[];
  /** The id of the last message that had one. */
  lastId(): string;
  /** Resolves when the server ends the stream; fails when it breaks. */
  ended(): Promise<void>;
  /** Hangs up. */
  leave(): void;
}

export async function openEvents(url: string, headers: Record<string, string>): Promise<SseClient> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const messages = response.body === null ? none() : read(response.body);
  const comments: string[] = [];
  let lastId = '';

  const pull = async (): Promise<Message | undefined> => {
    const result = await messages.next();
    if (result.done === true) return undefined;
    if (result.value.comment !== undefined) comments.push(result.value.comment);
    lastId = result.value.id ?? lastId;
    return result.value;
  };
  const until = async (wanted: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const message = await pull();
      if (message === undefined) throw new Error('the stream ended before the message came');
      if (wanted(message)) return message;
    }
  };
  return {
    response,
    next: async (event) => (await until((message) => message.event === event)).data,
    nextComment: async () => (await until(({ comment }) => comment !== undefined)).comment ?? '',
    comments: () => comments,
    lastId: () => lastId,
    ended: async () => {
      while ((await pull()) !== undefined);
    },
    leave: () => abort.abort(),
  };
}

async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks.map(parse);
  }
}

async function* none(): AsyncGenerator<Message> {
  // A 204 has no body.
}

function parse(block: string): Message {
  const message: Message = {};
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    if (field === '') message.comment = value;
    if (field === 'event') message.event = value;
    if (field === 'id') message.id = value;
    if (field === 'data') message.data = JSON.parse(value);
  }
  return message;
}
