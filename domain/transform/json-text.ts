/** Where a string is inside JSON: keys of records, positions in lists. */
export type JsonPath = readonly (string | number)[];

interface Frame {
  list: boolean;
  /** In a record: the key whose value comes; undefined where a key comes next. */
  at: string | number | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/**
 * JSON text with some of its strings changed and every other byte as it was, for what others compare byte by byte.
 * Undefined when the text is no JSON.
 */
export function editStrings(
  text: string,
  change: (path: JsonPath, value: string) => string,
): string | undefined {
  if (!isJson(text)) return undefined;
  const frames: Frame[] = [];
  return text.replace(TOKEN, (token) => {
    if (!token.startsWith('"')) {
      step(frames, token);
      return token;
    }
    const value = JSON.parse(token) as string;
    const frame = frames.at(-1);
    if (frame?.list === false && frame.at === undefined) {
      frame.at = value;
      return token;
    }
    const changed = change(
      frames.map((one) => one.at ?? ''),
      value,
    );
    return changed === value ? token : JSON.stringify(changed);
  });
}

/** Follows one bracket or comma. */
function step(frames: Frame[], token: string): void {
  const frame = frames.at(-1);
  if (token === '{') frames.push({ list: false, at: undefined });
  else if (token === '[') frames.push({ list: true, at: 0 });
  else if (token !== ',') frames.pop();
  else if (frame !== undefined) frame.at = typeof frame.at === 'number' ? frame.at + 1 : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
