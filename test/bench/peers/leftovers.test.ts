import { describe, expect, it } from '@jest/globals';
import { ownName, pidOf } from './leftovers.ts';

describe('pidOf', () => {
  it('is ours of our own names', () => {
    expect(pidOf(`${ownName()}plain`)).toBe(process.pid);
  });

  it.each(['drayage-bench-', 'drayage-bench-x-1', 'another-1-drayage-bench-2-', 'dray-source'])(
    'is nobody’s of %s',
    (name) => {
      expect(pidOf(name)).toBeUndefined();
    },
  );
});
