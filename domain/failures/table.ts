import type { Rows } from './row.ts';
import { APPLICATIONS } from './rows/applications.ts';
import { DOORS } from './rows/doors.ts';
import { PLACES } from './rows/places.ts';
import { RUNS } from './rows/runs.ts';
import { TRANSFERS } from './rows/transfers.ts';
import { WAYS } from './rows/ways.ts';

/** The closed table of failures. Codes are stable: add rows, never reuse one. docs/failures.md is made from it. */
export const FAILURES = {
  ...PLACES,
  ...RUNS,
  ...TRANSFERS,
  ...WAYS,
  ...APPLICATIONS,
  ...DOORS,
} as const satisfies Rows;

export type FailureCode = keyof typeof FAILURES;
