import { describe, expect, test } from '@jest/globals';
import { failure } from '../../../domain/failures/failure.ts';
import { FAILURES, type FailureCode } from '../../../domain/failures/table.ts';
import { Problem } from '../views/problem.ts';
import { problemOf } from './problem-of.ts';
import { Refusal } from './refusal.ts';

describe('a problem', () => {
  test.each(Object.keys(FAILURES) as FailureCode[])('%s has a status of an error', (code) => {
    const problem = problemOf(failure(code, { detail: 'd' }), 'req-1');
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(600);
    expect(Problem.parse(problem)).toEqual(problem);
  });

  test.each([
    ['DRAY-1002', 503, true],
    ['DRAY-1005', 502, false],
    ['DRAY-1007', 404, false],
    ['DRAY-1008', 409, true],
    ['DRAY-1011', 409, false],
    ['DRAY-2001', 400, false],
    ['DRAY-2003', 422, false],
    ['DRAY-2004', 409, false],
    ['DRAY-6001', 401, false],
    ['DRAY-6002', 403, false],
    ['DRAY-9001', 500, true],
  ] as const)('%s: %d; worth trying again: %s', (code, status, retryable) => {
    const error = failure(code, { detail: 'd', object: 'host: Pod a/b', hint: 'h' });
    expect(problemOf(error, 'req-1')).toEqual({
      type: `urn:drayage:failure:${code}`,
      title: FAILURES[code].meaning,
      status,
      code,
      detail: 'd',
      hint: 'h',
      object: 'host: Pod a/b',
      instance: 'req-1',
      retryable,
    });
  });

  test('a refusal brings its own fields and status', () => {
    const errors = [{ in: 'body' as const, pointer: '/a', message: 'm', found: 'f' }];
    const refusal = new Refusal(failure('DRAY-2001', { detail: 'd' }), { errors, status: 418 });
    expect(problemOf(refusal, 'r')).toMatchObject({ code: 'DRAY-2001', status: 418, errors });
  });

  test.each([
    ['an error of ours', new TypeError('token=s3cret is not a function')],
    ['a text', 's3cret'],
    ['nothing', undefined],
    ['an error that claims a 5xx', Object.assign(new Error('s3cret'), { statusCode: 503 })],
  ])('%s says nothing of what it was', (_, error) => {
    const problem = problemOf(error, 'r');
    expect(problem).toMatchObject({ status: 500, code: 'DRAY-9001' });
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });

  test("fastify's complaint about a request keeps its status and not its words", () => {
    const complaint = Object.assign(new Error('Unexpected token s3cret'), { statusCode: 415 });
    const problem = problemOf(complaint, 'r');
    expect(problem).toMatchObject({ status: 415, code: 'DRAY-6006' });
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });
});
