import { expect, test } from '@jest/globals';
import { resultErrors, resultsKey } from './results.ts';

test('knows where results lie', () => {
  expect(resultsKey('Backup', 'b')).toBe('backups/b/b-results.gz');
  expect(resultsKey('Restore', 'r')).toBe('restores/r/restore-r-results.gz');
});

test('reads the errors, whatever they are about, and no warning', () => {
  const errors = { velero: ['log'], cluster: ['crd'], namespaces: { shop: ['web', 'db'] } };
  const warnings = { namespaces: { shop: ['exists already'] } };
  expect(resultErrors(JSON.stringify({ errors, warnings }))).toEqual(['log', 'crd', 'web', 'db']);
});

test.each(['', 'not json', 'null', '{"errors":{}}', '{"errors":null}'])(
  'finds nothing in %j',
  (text) => {
    expect(resultErrors(text)).toEqual([]);
  },
);
