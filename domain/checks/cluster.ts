import type { Failure } from '../failures/failure.ts';
import type { FailureCode } from '../failures/table.ts';
import type { ConditionDraft } from '../kinds/condition.ts';

export type ClusterFinding = { privileged: boolean } | { failure: Failure };

/** MTC's types where it has one; the cause stands in reason and message. */
const TYPES: Partial<Record<FailureCode, { type: string; reason: string }>> = {
  'DRAY-1004': { type: 'InvalidSaToken', reason: 'Unauthorized' },
  'DRAY-1005': { type: 'SaTokenNotPrivileged', reason: 'Unauthorized' },
  'DRAY-2001': { type: 'InvalidURL', reason: 'NotSet' },
  'DRAY-2003': { type: 'InvalidSaSecretRef', reason: 'NotFound' },
};

/** Which hop of the way failed. */
const REASONS: Partial<Record<FailureCode, string>> = {
  'DRAY-1001': 'NameNotResolved',
  'DRAY-1002': 'NotReachable',
  'DRAY-1003': 'CertificateNotTrusted',
};

/** The conditions of a MigCluster after it was spoken to (mig-controller, pkg/controller/migcluster/validation.go). */
export function clusterConditions(finding: ClusterFinding): ConditionDraft[] {
  if ('failure' in finding) return [failedCondition(finding.failure)];
  if (!finding.privileged) {
    return [
      critical(
        'SaTokenNotPrivileged',
        'Unauthorized',
        'The service account of the token may not do everything in the cluster; bind it to cluster-admin.',
      ),
    ];
  }
  const message = 'The cluster is ready.';
  return [{ type: 'Ready', status: 'True', category: 'Required', message }];
}

function failedCondition(found: Failure): ConditionDraft {
  const { type, reason } = TYPES[found.code] ?? {
    type: 'TestConnectFailed',
    reason: REASONS[found.code] ?? 'ConnectFailed',
  };
  return critical(type, reason, `${found.message}. ${found.hint}`);
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
