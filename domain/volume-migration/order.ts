import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunFacts } from '../run/facts.ts';

/** Which DirectVolumeMigration a workflow is about. */
export interface CopyOrder {
  namespace: string;
  name: string;
  uid: string;
}

/** Whether a copy may begin: what it is about, or what is wrong; nothing when it has ended, or is gone. */
export type CopyAdmission =
  | { do: 'copy'; facts: RunFacts; makesNamespaces: boolean; observedDigest: string }
  | { do: 'refuse'; conditions: ConditionDraft[]; observedDigest?: string }
  | { do: 'nothing' };
