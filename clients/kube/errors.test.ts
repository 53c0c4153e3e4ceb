import { expect, test } from '@jest/globals';
import { failureOfStatus } from './errors.ts';

test.each<[number, string, string, string]>([
  [409, 'AlreadyExists', 'secrets "a" already exists', 'DRAY-1011'],
  [409, 'Conflict', 'the object has been modified', 'DRAY-1008'],
  [403, 'Forbidden', 'User "a" cannot create resource "secrets"', 'DRAY-1005'],
  [403, 'Forbidden', 'pods "a" is forbidden: exceeded quota: small', 'DRAY-1009'],
  [403, 'Forbidden', 'admission webhook "a.example.com" denied the request: no', 'DRAY-1009'],
  [403, 'Forbidden', 'unable to create: namespace a is being terminated', 'DRAY-1009'],
  [500, 'InternalError', 'failed calling webhook "a.example.com": refused', 'DRAY-1006'],
  [422, 'Invalid', 'spec.x: Required value', 'DRAY-1009'],
])('%d %s, %s: %s', (status, reason, message, code) => {
  expect(failureOfStatus(status, { reason, message }, 'target: Secret a').code).toBe(code);
});
