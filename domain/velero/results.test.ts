import { expect, test } from '@jest/globals';
import { readResults, resultsKey } from './results.ts';

test('knows where results lie', () => {
  expect(resultsKey('Backup', 'b')).toBe('backups/b/b-results.gz');
  expect(resultsKey('Restore', 'r')).toBe('restores/r/restore-r-results.gz');
});

test('reads errors and warnings, whatever they are about', () => {
  const errors = { velero: ['log'], cluster: ['crd'], namespaces: { shop: ['web', 'db'] } };
  const warnings = { namespaces: { shop: ['exists already'], store: null } };
  expect(readResults(JSON.stringify({ errors, warnings }))).toEqual({
    errors: [
      { text: 'log' },
      { text: 'crd' },
      { text: 'web', namespace: 'shop' },
      { text: 'db', namespace: 'shop' },
    ],
    warnings: [{ text: 'exists already', namespace: 'shop' }],
  });
});

test.each(['{}', '{"errors":{}}', '{"errors":null,"warnings":{"velero":null}}'])(
  'finds nothing in %j',
  (text) => {
    expect(readResults(text)).toEqual({ errors: [], warnings: [] });
  },
);

test.each(['', 'not json', 'null', '{"errors":["a"]}'])('cannot read %j', (text) => {
  expect(readResults(text)).toBeUndefined();
});
