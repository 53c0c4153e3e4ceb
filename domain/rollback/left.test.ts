import { expect, test } from '@jest/globals';
import { rollbackLeft } from './left.ts';

test('what is left is named on both sides, and what to do', () => {
  const sentences = rollbackLeft({
    onTarget: ['Service shop/web'],
    stopped: ['Deployment shop/web'],
  });

  expect(sentences).toEqual([
    'Still on the target: Service shop/web.',
    'Still stopped on the source: Deployment shop/web.',
    expect.stringContaining('roll back again'),
  ]);
  expect(rollbackLeft({ onTarget: [], stopped: [] })).toHaveLength(1);
});
