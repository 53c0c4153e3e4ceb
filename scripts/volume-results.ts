/** How a test of the suite `volumes` ended, the last time it was run. */
export interface VolumeResult {
  title: string;
  passed: boolean;
  seconds: number;
}

/** By the path of the test file. */
export type VolumeResults = Record<string, { at: string; tests: VolumeResult[] }>;

/** What Jest writes with `--json`, as far as it is read. */
export interface JestResults {
  testResults: {
    name: string;
    assertionResults: {
      fullName: string;
      status: string;
      duration?: number | null;
    }[];
  }[];
}

/** Puts the results of a run in the place of earlier ones of the same files; the others stay. */
export function mergeResults(
  earlier: VolumeResults,
  run: JestResults,
  { root, at }: { root: string; at: string },
): VolumeResults {
  const now = run.testResults.map(({ name, assertionResults }) => {
    const tests = assertionResults.map(({ fullName, status, duration }) => ({
      title: fullName,
      passed: status === 'passed',
      seconds: Math.round((duration ?? 0) / 1000),
    }));
    return [name.replace(`${root}/`, ''), { at, tests }] as const;
  });
  const all = Object.entries({ ...earlier, ...Object.fromEntries(now) });
  return Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b)));
}

/** A list for each file, in Markdown. */
export function describeResults(results: VolumeResults): string {
  const parts = Object.entries(results).map(([file, { at, tests }]) =>
    [
      `### ${file}`,
      '',
      `Run ${at}.`,
      '',
      ...tests.map(
        ({ title, passed, seconds }) =>
          `- ${passed ? 'passed' : '**failed**'}: ${title} (${seconds} s)`,
      ),
    ].join('\n'),
  );
  const tests = Object.values(results).flatMap((file) => file.tests);
  const failed = tests.filter(({ passed }) => !passed).length;
  return [`${tests.length - failed} passed, ${failed} failed.`, ...parts].join('\n\n');
}
