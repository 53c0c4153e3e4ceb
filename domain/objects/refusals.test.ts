import { expect, test } from '@jest/globals';
import { listed, webhookIn } from './refusals.ts';

test('says as much as a person reads', () => {
  const sentences = Array.from({ length: 12 }, (_, index) => `s${index}`);

  expect(listed(sentences.slice(0, 2))).toBe('s0; s1');
  expect(listed(sentences)).toMatch(/^s0; .*; s9; and 2 more$/);
});

test.each([
  ['Internal error occurred: failed calling webhook "a.example.com": refused', 'a.example.com'],
  ['admission webhook "b.example.com" denied the request: no', 'b.example.com'],
  ['the server is busy', undefined],
])('%s: %s', (detail, webhook) => {
  expect(webhookIn(detail)).toBe(webhook);
});
