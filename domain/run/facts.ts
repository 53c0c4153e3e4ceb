import type { HookPhase } from '../hooks/phase.ts';
import type { RecordedItinerary } from '../itinerary/record.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { ObjectChoice } from '../objects/choice.ts';
import type { NamespacePair } from '../plan/namespaces.ts';
import type { ObjectTransport } from '../plan/object-transport.ts';
import type { AskedIdentity } from '../transfer/identity/candidates.ts';
import type { RunIdentity } from './identity.ts';
import type { ExpectedOutage } from './progress.ts';
import type { RunType } from './run-type.ts';

export interface NamespacedName {
  namespace: string;
  name: string;
}

/** What a run is started with. */
export interface RunInput {
  namespace: string;
  migration: string;
  uid: string;
  plan: string;
  /** Undefined in runs of versions that knew cutovers alone. */
  type?: RunType;
}

/** One volume that a run copies. */
export interface RunVolume {
  /** The claim on the source. */
  namespace: string;
  claim: string;
  targetNamespace: string;
  targetClaim: string;
  /** Kubernetes quantity, and the same in bytes. */
  capacity: string;
  capacityBytes: number;
  storageClass: string;
  accessModes: string[];
  /** No second pod may mount it on the source (ReadWriteOncePod): it is copied while the application stands still. */
  exclusive?: true;
  /** Whether a copy by itself is compared afterwards; runs of a plan decide that by their type. */
  verify?: boolean;
}

/** One hook that a run has to run. */
export interface RunHook {
  /** Its place in `spec.hooks` of the plan. */
  position: number;
  phase: HookPhase;
  /** The MigHook. */
  hook: NamespacedName;
  /** Where its Job runs, and as whom. */
  namespace: string;
  serviceAccount: string;
}

/** What a run is about, fixed at its start. References only: no manifest and no secret passes through history. */
export interface RunFacts {
  run: RunIdentity;
  /** Undefined in runs of versions that knew cutovers alone. */
  type?: RunType;
  /** The MigClusters and the MigStorage of the plan; without a name where none is needed. */
  source: NamespacedName;
  target: NamespacedName;
  storage: NamespacedName;
  /** Undefined in runs of versions that knew Velero alone. */
  objectTransport?: ObjectTransport;
  namespaces: NamespacePair[];
  volumes: RunVolume[];
  /** Volumes that earlier runs brought, where the plan chooses objects; undefined where this run copies volumes. */
  brought?: RunVolume[];
  /** The objects that the plan chooses; undefined when it moves all. */
  choice?: ObjectChoice;
  /** Claims that were chosen to stay behind, as `namespace/name`. */
  skipped: string[];
  /** In the order of the plan; undefined when there are none. */
  hooks?: RunHook[];
  quiesce: boolean;
  verify: boolean;
  /** Who the transfer pods are to run as; undefined when the run does not say. */
  runAs?: AskedIdentity;
  /** How often each pass is tried; undefined: as often as MTC does. */
  tries?: number;
  /** How long the run waits for a person when a step fails; undefined when it is taken back at once. */
  holdMinutes?: number;
  /** The outage that earlier runs made one expect; of cutovers whose plan has been copied before. */
  expected?: ExpectedOutage;
}

/** Whether a run may begin. A refusal says in conditions what is wrong; nothing was touched. */
export type Admission =
  | { admitted: true; facts: RunFacts; itinerary: RecordedItinerary }
  | { admitted: false; conditions: ConditionDraft[] };
