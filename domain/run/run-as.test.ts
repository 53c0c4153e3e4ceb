import { describe, expect, it } from '@jest/globals';
import { runAsOf, runAsRefusal } from './run-as.ts';

describe('runAsRefusal', () => {
  it.each([
    [{ runAsRoot: true, runAsUser: 1000 }, 'spec.runAsUser (found 1000)'],
    [{ runAsRoot: false, runAsUser: 0 }, 'spec.runAsRoot (found false)'],
    [{ runAsRoot: true, runAsGroup: 5 }, 'spec.runAsGroup (found 5)'],
    [{ runAsUser: -1 }, 'spec.runAsUser (found -1)'],
    [{ runAsGroup: 2 ** 31 }, 'spec.runAsGroup (found 2147483648)'],
  ])('refuses %j', (spec, said) => {
    expect(runAsRefusal(spec)).toMatchObject({
      category: 'Critical',
      message: expect.stringContaining(said),
    });
  });

  it.each([{}, { runAsRoot: true }, { runAsRoot: true, runAsUser: 0 }, { runAsUser: 1000 }])(
    'takes %j',
    (spec) => {
      expect(runAsRefusal(spec)).toBeUndefined();
    },
  );
});

describe('runAsOf', () => {
  it('is silent when the run is', () => {
    expect(runAsOf({ spec: {} })).toEqual({});
  });

  it('keeps what is said', () => {
    expect(runAsOf({ spec: { runAsRoot: false, runAsGroup: 5 } })).toEqual({
      runAs: { root: false, group: 5 },
    });
  });
});
