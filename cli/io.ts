/** The world as this program sees it. Tests bring their own: no clock, terminal or signal is touched elsewhere. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  /** Data. */
  out: (text: string) => void;
  /** Notes, progress and errors. */
  err: (text: string) => void;
  /** Whether data goes to a terminal: then pictures are redrawn in place. */
  isTty: boolean;
  errIsTty: boolean;
  /** Size of the terminal in cells, now. */
  size: () => { columns: number; rows: number };
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Calls once after a time; the answer stops it. */
  after: (ms: number, act: () => void) => () => void;
  /** Calls again and again; the answer stops it. */
  every: (ms: number, act: () => void) => () => void;
  /** Takes Ctrl-C (and a polite kill) over until the answer is called. */
  onInterrupt: (act: () => void) => () => void;
  /** Asks a person, who is there only when both input and notes are a terminal. */
  ask?: (question: string) => Promise<string>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The real world. */
export function systemIo(): Io {
  const { stdin, stdout, stderr } = process;
  return {
    ...(stdin.isTTY && stderr.isTTY ? { ask: askTerminal } : {}),
    env: process.env,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isTty: stdout.isTTY,
    errIsTty: stderr.isTTY,
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    now: Date.now,
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    every: (ms, act) => {
      const timer = setInterval(act, ms);
      return () => clearInterval(timer);
    },
    onInterrupt: (act) => {
      for (const signal of SIGNALS) process.once(signal, act);
      return () => {
        for (const signal of SIGNALS) process.removeListener(signal, act);
      };
    },
  };
}

/** Ctrl-C and Ctrl-D are no answer. */
async function askTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(''));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

/** Colour is for people: on a terminal, unless they said no (https://no-color.org). */
export function wantsColour({ env }: Io, isTty: boolean): boolean {
  return isTty && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
