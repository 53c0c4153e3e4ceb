/** The text in base64; undefined when it is none. Line breaks between the digits are fine, as `base64` writes them. */
export function decodePlaybook(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What is wrong with a playbook, as YAML has read it: it is a list, of plays or of imports of others. */
export function playbookProblem(content: unknown): string | undefined {
  if (!Array.isArray(content)) return `it is ${kindOf(content)}, not a list of plays`;
  if (content.length === 0) return 'it has no play';
  const wrong = content.findIndex((play) => !isPlay(play));
  if (wrong < 0) return undefined;
  return `item ${wrong + 1} is no play: a play has \`hosts\``;
}

function isPlay(play: unknown): boolean {
  if (play === null || typeof play !== 'object') return false;
  return ['hosts', 'import_playbook', 'ansible.builtin.import_playbook'].some((key) => key in play);
}

function kindOf(content: unknown): string {
  if (content === null || content === undefined) return 'empty';
  return typeof content === 'object' ? 'a map' : `the ${typeof content} ${JSON.stringify(content)}`;
}
