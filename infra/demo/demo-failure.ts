/** Why the demo cannot go on, what was seen, and what the person in front of it can do. */
export class DemoFailure extends Error {
  readonly clues: readonly string[];
  readonly hint: string;

  constructor(what: string, about: { clues?: readonly string[]; hint: string }) {
    super(what);
    this.name = 'DemoFailure';
    this.clues = about.clues ?? [];
    this.hint = about.hint;
  }

  /** The whole story in lines. */
  explain(): string {
    const clues = this.clues.map((clue) => `  | ${clue}`);
    return [this.message, ...clues, `What to do: ${this.hint}`].join('\n');
  }
}
