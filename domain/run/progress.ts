import type { PassResult } from './pass.ts';

/** How far the copy of one volume is. Bytes and files never go down, also across passes and retries. */
export interface VolumeProgress {
  /** The claim on the source. */
  namespace: string;
  claim: string;
  /** The claim on the target, when it is named otherwise. */
  targetNamespace: string;
  targetClaim: string;
  state: 'waiting' | 'preparing' | 'copying' | 'copied' | 'verifying' | 'verified' | 'failed';
  /** Number of the pass that runs or ran last, from 1; 0 before the first. */
  pass: number;
  passKind?: 'initial' | 'delta' | 'final';
  bytesDone: number;
  bytesTotal: number;
  filesDone: number;
  filesTotal: number;
  bytesPerSecond?: number;
  secondsLeft?: number;
  /** Attempts of the pass that runs, from 1. */
  attempt?: number;
  message?: string;
  /** What each pass that has ended sent, looked at and took; in their order. Predictions are made from it. */
  passes?: PassResult[];
}

/** The outage of the application: from the first stopped workload to the first ready one on the target. */
export interface Downtime {
  /** RFC 3339, UTC. */
  startedAt?: string;
  endedAt?: string;
  /** Of the cutover, or of one that follows a stage; without the restore of the objects; stop and start are those of a small application. */
  predictedSeconds?: number;
  /** What earlier runs made one expect when this cutover began, all in all. */
  expected?: ExpectedOutage;
}

/** An outage that is foretold: half of such cutovers take no longer than `p50Seconds`, nine of ten no longer than `p90Seconds`. */
export interface ExpectedOutage {
  p50Seconds: number;
  p90Seconds: number;
  /** Of the last pass, as the passes before it alone make one expect; undefined in runs of versions that did not tell. */
  modelledLastPassSeconds?: number;
  floorSeconds: number;
}

/** Where one run stands: what `status.drayage` of a MigMigration holds beside MTC's own fields. */
export interface RunReport {
  workflowId: string;
  /** Temporal's id of this execution. */
  runId: string;
  downtime?: Downtime;
  /** Seconds each phase took, in the order they ran. */
  phaseSeconds: { phase: string; seconds: number }[];
}
