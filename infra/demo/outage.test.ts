import { describe, expect, it } from '@jest/globals';
import type { Acknowledgement } from './journal.ts';
import { longestOutage, switchOver } from './outage.ts';

function acknowledged(...entries: [at: number, endpoint: string][]): Acknowledgement[] {
  return entries.map(([at, endpoint], index) => ({ id: index + 1, at, endpoint }));
}

describe('outages', () => {
  it('measures from the last commit on the source to the first on the target', () => {
    const commits = acknowledged(
      [0, 'source'],
      [5_000, 'source'],
      [5_010, 'source'],
      [7_510, 'target'],
      [7_515, 'target'],
    );

    expect(switchOver(commits, 'source', 'target')).toMatchObject({
      ms: 2_500,
      from: { id: 3 },
      to: { id: 4 },
    });
    expect(longestOutage(commits)).toMatchObject({ ms: 5_000, from: { id: 1 } });
  });

  it('takes the last change when the application went there and back', () => {
    const commits = acknowledged(
      [0, 'source'],
      [100, 'target'],
      [300, 'source'],
      [1_000, 'target'],
    );

    expect(switchOver(commits, 'source', 'target')?.ms).toBe(700);
  });

  it('has no answer before the move', () => {
    const commits = acknowledged([0, 'source'], [5, 'source']);

    expect(switchOver(commits, 'source', 'target')).toBeUndefined();
    expect(longestOutage([])).toBeUndefined();
  });
});
