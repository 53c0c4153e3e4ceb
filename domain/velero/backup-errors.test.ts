import { expect, it } from '@jest/globals';
import { notableErrors } from './backup-errors.ts';

it('tells of nothing that was not there', () => {
  const gone = {
    text: 'Error listing resources: error listing items: the server could not find the requested resource',
  };
  const real = { text: 'error backing up item: timed out', namespace: 'shop' };

  expect(notableErrors([gone, real])).toEqual([real]);
});
