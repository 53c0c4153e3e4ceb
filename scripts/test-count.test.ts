import { describe, expect, it } from '@jest/globals';
import { addCounts, countCommand, countJest, type JestOutput } from './test-count.ts';

function output(passed: number, failed: number, broken = 0): JestOutput {
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numRuntimeErrorTestSuites: broken,
    testResults: [
      {
        name: 'a.test.ts',
        status: failed > 0 ? 'failed' : 'passed',
        assertionResults: [
          ...Array.from({ length: passed }, () => ({ fullName: 'fine', status: 'passed' })),
          ...Array.from({ length: failed }, () => ({ fullName: 'wrong', status: 'failed' })),
        ],
      },
      ...Array.from({ length: broken }, () => ({
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [],
      })),
    ],
  };
}

describe('countJest', () => {
  it.each([
    { what: 'all passed', json: output(3, 0), exit: 0, passed: 3, failures: [] },
    {
      what: 'a test failed',
      json: output(2, 1),
      exit: 1,
      passed: 2,
      failures: ['a.test.ts: wrong'],
    },
    {
      what: 'a file cannot be loaded',
      json: output(2, 0, 1),
      exit: 1,
      passed: 2,
      failures: ['b.test.ts: could not be run'],
    },
    {
      what: 'Jest ends badly after the tests',
      json: output(2, 0),
      exit: 1,
      passed: 2,
      failures: ['Jest ended with exit code 1'],
    },
    {
      what: 'Jest found nothing',
      json: output(0, 0),
      exit: 0,
      passed: 0,
      failures: ['no test was found'],
    },
    {
      what: 'Jest died',
      json: undefined,
      exit: 137,
      passed: 0,
      failures: ['Jest wrote no results (exit code 137)'],
    },
  ])('counts when $what', ({ json, exit, passed, failures }) => {
    expect(countJest(json, exit)).toEqual({
      passed,
      failed: failures.length,
      skipped: 0,
      failures,
    });
  });
});

describe('addCounts', () => {
  it('sums up suites of every sort', () => {
    const sum = addCounts([
      countCommand('lint', 0),
      countCommand('types', 2),
      countJest(output(4, 0), 0),
    ]);

    expect(sum).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
      failures: ['types ended with exit code 2'],
    });
  });
});
