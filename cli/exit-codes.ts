/** How `dray` ends. Scripts depend on these numbers: add rows, never change one. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  warnings: 3,
  blocked: 4,
  timeout: 5,
  canceled: 6,
  denied: 7,
  notFound: 8,
  conflict: 9,
  unreachable: 10,
  detached: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The same table in words, as `dray --help` prints it. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.ok, 'all is well'],
  [EXIT.failed, 'the operation or the run failed'],
  [EXIT.usage, 'the command line or a value in it is wrong'],
  [EXIT.warnings, 'the run finished, with warnings'],
  [EXIT.blocked, 'the plan or the run is refused as it is: look at its conditions'],
  [EXIT.timeout, 'waiting took longer than --timeout; the run goes on'],
  [EXIT.canceled, 'the run was canceled'],
  [EXIT.denied, 'not authenticated, or not allowed'],
  [EXIT.notFound, 'no such object'],
  [EXIT.conflict, 'it exists already, or something else is in progress'],
  [EXIT.unreachable, 'the server cannot be reached'],
  [EXIT.detached, 'detached with Ctrl-C; the run goes on'],
];
