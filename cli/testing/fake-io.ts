import type { Io } from '../io.ts';

export interface FakeIo extends Io {
  stdout: () => string;
  stderr: () => string;
  /** Presses Ctrl-C. */
  interrupt: () => void;
  /** Lets time pass: timers fire in their order. */
  pass: (ms: number) => void;
}

export interface FakeIoOptions {
  env?: Record<string, string>;
  isTty?: boolean;
  columns?: number;
  rows?: number;
  /** Timers and the clock stand still until the test lets time pass. */
  frozen?: boolean;
  now?: number;
  /** Time jumps to whatever is waited for: a wait costs the test nothing. */
  hurry?: boolean;
  /** Hears everything that is written, as it is written. */
  onWrite?: (text: string) => void;
  /** What a person answers; nobody is there when left out. */
  answer?: string;
}

interface Timer {
  at: number;
  act: () => void;
  everyMs?: number;
}

/** The world of one test: what is written is kept, Ctrl-C is a call, and time may be made to pass. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const written = { out: '', err: '' };
  const interrupts = new Set<() => void>();
  const clock = createClock(options);
  const write = (stream: 'out' | 'err') => (text: string) => {
    written[stream] += text;
    options.onWrite?.(text);
  };
  return {
    env: { HOME: '/nonexistent', ...options.env },
    out: write('out'),
    err: write('err'),
    isTty: options.isTty ?? false,
    errIsTty: options.isTty ?? false,
    size: () => ({ columns: options.columns ?? 80, rows: options.rows ?? 40 }),
    ...clock,
    ...(options.answer === undefined ? {} : { ask: asker(options.answer, write('err')) }),
    onInterrupt: (act) => {
      interrupts.add(act);
      return () => void interrupts.delete(act);
    },
    stdout: () => written.out,
    stderr: () => written.err,
    interrupt: () => {
      for (const act of interrupts) act();
    },
  };
}

function asker(answer: string, write: (text: string) => void): Io['ask'] {
  return (question) => {
    write(question);
    return Promise.resolve(answer);
  };
}

function createClock(options: FakeIoOptions): Pick<FakeIo, 'now' | 'after' | 'every' | 'pass'> {
  const timers = new Set<Timer>();
  let now = options.now ?? Date.parse('2026-01-10T10:00:00Z');
  const keep = (timer: Timer): (() => void) => {
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const next = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];

  const frozen = {
    after: (ms: number, act: () => void) => keep({ at: now + ms, act }),
    every: (ms: number, act: () => void) => keep({ at: now + ms, act, everyMs: ms }),
  };
  const real = {
    after: (ms: number, act: () => void) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    every: (ms: number, act: () => void) => {
      const timer = setInterval(act, ms);
      return () => clearInterval(timer);
    },
  };
  const hurried = {
    after: (ms: number, act: () => void) => {
      const soon = setImmediate(() => {
        now += ms;
        act();
      });
      return () => clearImmediate(soon);
    },
  };
  return {
    now: () => now,
    ...(options.frozen === true ? frozen : real),
    ...(options.hurry === true ? hurried : {}),
    pass: (ms) => {
      const until = now + ms;
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        now = timer.at;
        if (timer.everyMs === undefined) timers.delete(timer);
        else timer.at += timer.everyMs;
        timer.act();
      }
      now = until;
    },
  };
}
