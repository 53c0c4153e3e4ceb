import type { Authenticate } from '../auth/authenticator.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { Indexes } from './index/indexes.ts';
import type { ObjectIndex } from './index/object-index.ts';
import type { RunStream } from './stream/run-stream.ts';
import { predictionView } from './views/prediction.ts';
import { runView, type RunView } from './views/run.ts';
import type { TemporalLinks } from './views/temporal.ts';

export interface StreamTimes {
  /** Time between two views of a run, in one stream. */
  coalesceMs: number;
  heartbeatMs: number;
}

/** What routes work with. */
export interface Services {
  /** The cluster that holds the custom resources. */
  host: Cluster;
  indexes: Indexes;
  authenticate: Authenticate;
  namespaceDefault: string;
  temporal: TemporalLinks;
  streamTimes: StreamTimes;
  /** Streams that are open, to be ended with the server. */
  streams: Set<RunStream>;
  now: () => Date;
}

/** The view of a run as of now. */
export function showRun(services: Services, index: ObjectIndex, run: KubeObject): RunView {
  const { now, temporal } = services;
  const view = runView(run, index.progressOf(run), { now: now(), temporal });
  if (view.type !== 'cutover' || view.state !== 'pending') return view;
  // It was not admitted yet: what is foretold of its plan by now is what it will begin with.
  const plan = index.get('MigPlan', view.plan);
  const prediction = plan && predictionView(plan);
  if (prediction === undefined) return view;
  const { p50Seconds, p90Seconds, floorSeconds } = prediction;
  return { ...view, downtime: { expected: { p50Seconds, p90Seconds, floorSeconds } } };
}
