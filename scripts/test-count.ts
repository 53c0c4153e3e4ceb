/** What became of the tests of one suite. */
export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
  /** Full names of the failed tests, or of the files that could not be run. */
  failures: string[];
}

/** The part of Jest's `--json` output that is counted. */
export interface JestOutput {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** A command that is one test by itself: lint, type check, generated files. */
export function countCommand(name: string, exitCode: number): TestCount {
  return exitCode === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : failedOnce(`${name} ended with exit code ${exitCode}`);
}

/**
 * Counts Jest's results. A file that cannot be run counts as one failed test, and so does a Jest that
 * ended badly without saying which test it was, or that found no test at all.
 */
export function countJest(output: JestOutput | undefined, exitCode: number): TestCount {
  if (output === undefined) return failedOnce(`Jest wrote no results (exit code ${exitCode})`);
  const failures = output.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length > 0) return failed.map(({ fullName }) => `${name}: ${fullName}`);
    return status === 'failed' ? [`${name}: could not be run`] : [];
  });
  const count = {
    passed: output.numPassedTests,
    failed: output.numFailedTests + output.numRuntimeErrorTestSuites,
    skipped: output.numPendingTests,
    failures,
  };
  if (count.failed > 0) return count;
  if (count.passed + count.skipped === 0) return failedOnce('no test was found');
  if (exitCode === 0) return count;
  return addCounts([count, failedOnce(`Jest ended with exit code ${exitCode}`)]);
}

export function failedOnce(why: string): TestCount {
  return { passed: 0, failed: 1, skipped: 0, failures: [why] };
}

export function addCounts(counts: TestCount[]): TestCount {
  return {
    passed: sum(counts.map(({ passed }) => passed)),
    failed: sum(counts.map(({ failed }) => failed)),
    skipped: sum(counts.map(({ skipped }) => skipped)),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
