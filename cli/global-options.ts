import { type Command, Option } from 'commander';

/** What every command understands. Values are read by name, wherever on the line they were given. */
const GLOBALS = {
  server: ['--server <url>', 'address of the server (DRAY_SERVER; http://127.0.0.1:8080)'],
  token: ['--token <token>', 'bearer token of the host cluster (DRAY_TOKEN)'],
  tokenFile: ['--token-file <file>', 'file that holds the token (~/.config/drayage/token)'],
  namespace: ['-n, --namespace <name>', 'namespace of the plans and runs (that of the server)'],
  output: ['-o, --output <format>', 'table, wide, json, yaml or name'],
  requestTimeout: ['--request-timeout <time>', 'limit of one request to the server (30s)'],
  verbose: ['-v, --verbose', 'say what is asked of the server'],
} as const;

export type GlobalName = keyof typeof GLOBALS;

const names = Object.keys(GLOBALS) as GlobalName[];

/** Which option object stands for which global: a command may use the same word for something else. */
const meanings = new WeakMap<Option, GlobalName>();

/**
 * Gives the command and all below it the global options, out of sight except on the program itself.
 * A flag that a command needs for itself stays its own (`cluster add --token`, `plan create --namespace`):
 * there the global one goes before the command, or by its other flag.
 */
export function addGlobalOptions(command: Command, visible = true): void {
  for (const name of names) {
    const [flags, description] = GLOBALS[name];
    const free = flagsLeft(command, flags);
    if (free === undefined) continue;
    const option = new Option(free, description).hideHelp(!visible);
    meanings.set(option, name);
    command.addOption(option);
  }
  for (const child of command.commands) addGlobalOptions(child, false);
}

/** The value nearest to the command: its own first, then that of the group, then the program's. */
export function globalValue(command: Command, name: GlobalName): string | boolean | undefined {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const option = at.options.find((candidate) => meanings.get(candidate) === name);
    const value: unknown = option && at.getOptionValue(option.attributeName());
    if (typeof value === 'string' || typeof value === 'boolean') return value;
  }
  return undefined;
}

/** `-n, --namespace <name>` without the flags that are taken; undefined when none is left. */
function flagsLeft(command: Command, flags: string): string | undefined {
  const taken = new Set(command.options.flatMap(({ short, long }) => [short, long]));
  const [, argument = ''] = /( <.*>)$/.exec(flags) ?? [];
  const free = flags
    .slice(0, flags.length - argument.length)
    .split(', ')
    .filter((flag) => !taken.has(flag));
  return free.length === 0 ? undefined : free.join(', ') + argument;
}
