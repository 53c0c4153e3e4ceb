import type { Rows } from '../row.ts';

/** The doors, and Drayage itself. */
export const DOORS = {
  // 60xx: doors
  'DRAY-6001': {
    kind: 'fatal',
    meaning: 'no valid token',
    advice: 'Send `Authorization: Bearer TOKEN` with a token of the host cluster.',
  },
  'DRAY-6002': {
    kind: 'fatal',
    meaning: 'a right is missing',
    advice: 'Ask for the right that the message names.',
  },
  'DRAY-6003': {
    kind: 'transient',
    meaning: 'the Drayage server cannot be reached',
    advice: 'Start it with `dray serve`, or name it with --server.',
  },
  'DRAY-6004': {
    kind: 'fatal',
    meaning: 'there is no such path',
    advice: 'Compare the path with the ones in /openapi.json.',
  },
  'DRAY-6005': {
    kind: 'fatal',
    meaning: 'the path does not know this method',
    advice: 'Use one of the methods that the header Allow names.',
  },
  'DRAY-6006': {
    kind: 'fatal',
    meaning: 'the body cannot be read',
    advice: 'Send JSON with the header `Content-Type: application/json`.',
  },
  'DRAY-6007': {
    kind: 'fatal',
    meaning: 'the idempotency key belongs to another request',
    advice: 'Use a new key for a new request; repeat an old request without a change.',
  },
  // 90xx: ourselves
  'DRAY-9001': {
    kind: 'transient',
    meaning: 'an unexpected error',
    advice: 'It is tried again; if it stays, report it with the log of the worker.',
  },
  // 91xx: Temporal
  'DRAY-9101': {
    kind: 'fatal',
    meaning: 'the Temporal namespace lacks search attributes',
    advice: 'Have somebody who may do it add the search attributes that the message names.',
  },
} as const satisfies Rows;
