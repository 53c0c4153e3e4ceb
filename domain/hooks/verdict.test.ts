import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { hookEvidence, isSpent, judgeHook } from './verdict.ts';

function job(status: object, spec: object = {}): KubeObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'h' }, spec, status };
}

function pod(name: string, status: object, creationTimestamp = '2026-01-01T00:00:00Z'): KubeObject {
  const metadata = { name, namespace: 'ops', creationTimestamp };
  return { apiVersion: 'v1', kind: 'Pod', metadata, status };
}

function event(reason: string, message: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Event', metadata: { name: reason }, reason, message };
}

function condition(type: string, reason: string) {
  return { conditions: [{ type, status: 'True', reason, message: 'it says so' }] };
}

const waiting = (reason: string) =>
  pod('p', {
    phase: 'Pending',
    containerStatuses: [{ name: 'hook', state: { waiting: { reason } } }],
  });
const exited = (exitCode: number) => ({
  phase: 'Failed',
  containerStatuses: [{ name: 'hook', state: { terminated: { exitCode } } }],
});

describe('judgeHook', () => {
  it.each([
    ['done', job(condition('Complete', 'CompletionsReached')), { state: 'succeeded' }],
    [
      'tried too often',
      job(condition('Failed', 'BackoffLimitExceeded')),
      { state: 'failed', code: 'DRAY-5101', why: 'BackoffLimitExceeded: it says so' },
    ],
    [
      'too slow',
      job(condition('Failed', 'DeadlineExceeded')),
      { state: 'failed', code: 'DRAY-5102', why: 'DeadlineExceeded: it says so' },
    ],
    [
      'failing, while its pods still end',
      job(condition('FailureTarget', 'DeadlineExceeded')),
      { state: 'running', seen: 'no pod yet' },
    ],
    ['new', job({}), { state: 'running', seen: 'no pod yet' }],
  ])('says of one that is %s', (_what, found, verdict) => {
    expect(judgeHook({ job: found, pods: [], events: [] })).toEqual(verdict);
  });

  it('says what the newest pod waits for, and how often it was tried', () => {
    const pods = [
      pod('second', { phase: 'Running' }, '2026-01-01T00:00:10Z'),
      pod('first', exited(1), '2026-01-01T00:00:00Z'),
    ];

    expect(judgeHook({ job: job({ failed: 1 }), pods, events: [] })).toEqual({
      state: 'running',
      seen: 'Pod ops/second: Running; 1 try failed',
    });
  });

  it.each(['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError'])(
    'calls it stuck at %s',
    (reason) => {
      const verdict = judgeHook({ job: job({}), pods: [waiting(reason)], events: [] });

      expect(verdict).toMatchObject({
        ...{ state: 'running', stuck: true },
        seen: expect.stringContaining(reason),
      });
    },
  );

  it('calls it stuck when no pod can be made, and says why', () => {
    const events = [event('FailedCreate', 'service account "operator" not found')];

    expect(judgeHook({ job: job({}), pods: [], events })).toMatchObject({
      seen: 'service account "operator" not found',
      stuck: true,
    });
  });

  it.each(['ContainerCreating', 'PodInitializing'])('has patience with %s', (reason) => {
    const verdict = judgeHook({ job: job({}), pods: [waiting(reason)], events: [] });

    expect(verdict).not.toHaveProperty('stuck');
  });
});

describe('isSpent', () => {
  it.each([
    [true, 'failed', job(condition('Failed', 'BackoffLimitExceeded'))],
    [true, 'stopped', job({}, { suspend: true })],
    [false, 'running', job({})],
    [false, 'done', job(condition('Complete', 'CompletionsReached'))],
  ])('is %s of a Job that is %s', (spent, _what, found) => {
    expect(isSpent(found)).toBe(spent);
  });
});

describe('hookEvidence', () => {
  it('tells tries, exit, last warning and log', () => {
    const sight = {
      job: job({ failed: 7 }),
      pods: [pod('p', exited(2))],
      events: [event('BackOff', 'earlier'), event('BackoffLimitExceeded', 'later')],
    };

    expect(hookEvidence(sight, 'fatal: [localhost]')).toBe(
      '7 tries failed; the last with exit code 2; BackoffLimitExceeded: later. ' +
        'Its log ends:\nfatal: [localhost]\n',
    );
  });

  it('says when there is nothing to read', () => {
    expect(hookEvidence({ job: job({}), pods: [], events: [] }, '')).toBe(
      'It wrote no log that could be read.',
    );
  });
});
