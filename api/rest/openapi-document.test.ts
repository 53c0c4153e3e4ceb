import { expect, test } from '@jest/globals';
import { tidyDocument } from './openapi-document.ts';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

test('keeps what is referred to, directly or not, under its plain name', () => {
  const document = {
    openapi: '3.1.0',
    paths: { '/a': { post: { body: ref('NewAInput'), answer: ref('A') } } },
    components: {
      schemas: {
        A: { properties: { b: ref('B') } },
        AInput: { properties: { b: ref('BInput') } },
        B: { type: 'string' },
        BInput: { type: 'string' },
        NewA: { type: 'object' },
        NewAInput: { type: 'object', properties: { b: ref('BInput') } },
        Told: { properties: { c: ref('C') } },
        C: { type: 'number' },
      },
    },
  };
  expect(tidyDocument(document, ['Told'])).toEqual({
    openapi: '3.1.0',
    paths: { '/a': { post: { body: ref('NewA'), answer: ref('A') } } },
    components: {
      schemas: {
        A: { properties: { b: ref('B') } },
        B: { type: 'string' },
        // Both directions are in use: only one can have the plain name.
        BInput: { type: 'string' },
        NewA: { type: 'object', properties: { b: ref('BInput') } },
        Told: { properties: { c: ref('C') } },
        C: { type: 'number' },
      },
    },
  });
});

test('gives answers their own words by status', () => {
  const description = 'Default Response';
  const responses = { 200: { description }, 202: { description }, 204: { description: 'Own.' } };
  expect(tidyDocument({ paths: { responses } }, []).paths).toEqual({
    responses: {
      200: { description: 'As asked.' },
      202: { description: 'Accepted; Location names what to follow.' },
      204: { description: 'Own.' },
    },
  });
});
