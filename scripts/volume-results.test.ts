import { describe, expect, it } from '@jest/globals';
import { describeResults, mergeResults, type VolumeResults } from './volume-results.ts';

const EARLIER: VolumeResults = {
  'test/volumes/move.test.ts': {
    at: 'yesterday',
    tests: [{ title: 'moves', passed: true, seconds: 4 }],
  },
  'test/volumes/modes.test.ts': {
    at: 'yesterday',
    tests: [{ title: 'is restricted', passed: false, seconds: 9 }],
  },
};

const RUN = {
  testResults: [
    {
      name: '/home/x/test/volumes/modes.test.ts',
      assertionResults: [
        { fullName: 'is restricted', status: 'passed', duration: 61_400 },
        { fullName: 'is ranged', status: 'failed', duration: null },
      ],
    },
  ],
};

describe('results of the suite of volumes', () => {
  const merged = mergeResults(EARLIER, RUN, { root: '/home/x', at: 'today' });

  it('replace those of the same file, and leave the others', () => {
    expect(merged).toEqual({
      'test/volumes/modes.test.ts': {
        at: 'today',
        tests: [
          { title: 'is restricted', passed: true, seconds: 61 },
          { title: 'is ranged', passed: false, seconds: 0 },
        ],
      },
      'test/volumes/move.test.ts': EARLIER['test/volumes/move.test.ts'],
    });
  });

  it('are told by file, and counted', () => {
    const told = describeResults(merged);

    expect(told).toMatch(/^2 passed, 1 failed\./);
    expect(told).toContain('### test/volumes/modes.test.ts\n\nRun today.');
    expect(told).toContain('- **failed**: is ranged (0 s)');
  });
});
