import { describe, expect, it } from '@jest/globals';
import { plannedHooks } from '../hooks/plan-hooks.ts';
import type { PlanHookFacts } from './facts.ts';
import { hookFindings } from './validate-hooks.ts';

const GOOD = {
  reference: { name: 'stop', namespace: 'm' },
  phase: 'PreBackup',
  executionNamespace: 'ops',
  serviceAccount: 'operator',
};
const FOUND = {
  found: { name: 'stop', namespace: 'm', ready: true },
  place: { cluster: 'old', namespace: 'there', account: 'there' },
} as const;

function facts(row: object, rest: Partial<PlanHookFacts> = FOUND): PlanHookFacts {
  const [planned] = plannedHooks({ hooks: [{ ...GOOD, ...row }] });
  return { planned: planned!, ...rest };
}

describe('hookFindings', () => {
  it.each<[string, PlanHookFacts[]]>([
    ['none', []],
    ['a good one', [facts({})]],
    ['several of one phase', [facts({}), facts({})]],
    ['one whose clusters cannot be looked at yet', [facts({}, { found: FOUND.found })]],
    [
      'one whose namespace and account the run brings',
      [
        facts(
          {},
          { ...FOUND, place: { cluster: 'new', namespace: 'to-come', account: 'to-come' } },
        ),
      ],
    ],
  ])('says nothing of %s', (_what, hooks) => {
    expect(hookFindings(hooks)).toEqual([]);
  });

  it.each<[string, string, PlanHookFacts, string]>([
    ['InvalidHookRef', 'NotFound', facts({}, {}), 'there is no MigHook m/stop'],
    ['InvalidHookRef', 'NotFound', facts({ reference: {} }, {}), '`reference` names no MigHook'],
    [
      'HookNotReady',
      'NotReady',
      facts({}, { ...FOUND, found: { ...FOUND.found, ready: false } }),
      'MigHook m/stop is not Ready',
    ],
    ['HookPhaseUnknown', 'NotSupported', facts({ phase: 'Backup' }), '"Backup": it must be one of'],
    ['InvalidHookNSName', 'NotSet', facts({ executionNamespace: '' }), 'is missing'],
    ['InvalidHookSAName', 'NotSet', facts({ serviceAccount: undefined }), 'is missing'],
    [
      'InvalidHookNSName',
      'NotFound',
      facts({}, { ...FOUND, place: { cluster: 'old', namespace: 'missing', account: 'missing' } }),
      'the cluster old has no namespace ops',
    ],
    [
      'InvalidHookSAName',
      'NotFound',
      facts({}, { ...FOUND, place: { cluster: 'old', namespace: 'there', account: 'missing' } }),
      'the cluster old has no service account ops/operator',
    ],
  ])('says %s (%s)', (type, reason, hook, message) => {
    expect(hookFindings([hook])).toEqual([
      {
        ...{ type, reason, status: 'True', category: 'Critical' },
        message: expect.stringMatching(
          `^spec.hooks\\[0\\]: .*${message.replaceAll(/[.[\]]/g, '\\$&')}`,
        ),
      },
    ]);
  });
});
