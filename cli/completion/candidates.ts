import type { Command } from 'commander';
import { LATEST } from '../choose-run.ts';
import { Context, type Session } from '../context.ts';
import type { Io } from '../io.ts';
import { createProgram } from '../program.ts';
import { OUTPUTS } from '../settings.ts';

type Names = (session: Session) => Promise<string[]>;

/** Names that only the server knows, by the argument or flag they stand for. */
const NAMES: Readonly<Record<string, Names>> = {
  plan: async ({ api }) => namesOf(await api.plans()),
  run: async ({ api }) => [LATEST, ...namesOf(await api.runs())],
  'plan check': async ({ api }) => namesOf(await api.plans()),
  'plan show': async ({ api }) => namesOf(await api.plans()),
  'schedule show': async ({ api }) => namesOf(await api.schedules()),
  'schedule pause': async ({ api }) => namesOf(await api.schedules()),
  'schedule resume': async ({ api }) => namesOf(await api.schedules()),
  'schedule delete': async ({ api }) => namesOf(await api.schedules()),
  '--plan': async ({ api }) => namesOf(await api.plans()),
  '--source': async ({ api }) => namesOf(await api.clusters()),
  '--target': async ({ api }) => namesOf(await api.clusters()),
  '--storage': async ({ api }) => namesOf(await api.repositories()),
  '--output': () => Promise.resolve([...OUTPUTS]),
};

/** What may stand in the place of the last, unfinished word. A server that does not answer knows no names. */
export async function completeWords(session: Session, words: readonly string[]): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = await commandOf(before, session.io);
  const found = await candidates(session, command, { before, current });
  return found.filter((candidate) => candidate.startsWith(current)).toSorted();
}

interface Line {
  before: readonly string[];
  current: string;
}

async function candidates(
  session: Session,
  command: Command,
  { before, current }: Line,
): Promise<string[]> {
  const flag = command.options.find(({ short, long }) => [short, long].includes(before.at(-1)));
  if (flag?.required === true) return ask(session, flag.long ?? '');
  if (current.startsWith('-')) return command.options.flatMap(({ long }) => long ?? []);
  if (command.commands.length > 0) return command.commands.map((child) => child.name());
  const [argument] = command.registeredArguments;
  if (argument?.argChoices !== undefined) return argument.argChoices;
  const path = pathOf(command);
  return ask(session, path in NAMES ? path : (argument?.name() ?? ''));
}

async function ask(session: Session, what: string): Promise<string[]> {
  try {
    return (await NAMES[what]?.(session)) ?? [];
  } catch {
    return [];
  }
}

/** The command that the finished words lead to. */
async function commandOf(words: readonly string[], io: Io): Promise<Command> {
  let at = await createProgram(words, new Context(io));
  for (const word of words) at = at.commands.find((child) => child.name() === word) ?? at;
  return at;
}

function pathOf(command: Command): string {
  return `${command.parent?.name() ?? ''} ${command.name()}`;
}

function namesOf(items: readonly { name: string }[]): string[] {
  return items.map(({ name }) => name);
}
