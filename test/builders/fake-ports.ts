import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Ports } from '../../activities/ports.ts';
import type { FakeCluster } from '../fakes/cluster.ts';

export interface Ends {
  source: FakeCluster;
  target: FakeCluster;
  /** Where plans and runs live; the target unless given. */
  host?: FakeCluster;
}

/** What activities work with, as far as they only look at clusters. */
export function fakePorts({ source, target, host = target }: Ends, rest?: Partial<Ports>): Ports {
  const clusters: Ports['clusters'] = {
    host,
    named: (name) => Promise.resolve(name === 'source' ? source : target),
    of: () => Promise.resolve(target),
  };
  return { clusters, ...rest } as Ports;
}

/** Runs an act as a worker would; one that fails is part of the play, and nothing to print. */
export function inActivity<T>(act: () => Promise<T>): Promise<T> {
  const quiet = { logger: new DefaultLogger('ERROR') };
  return new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }, quiet).run(act);
}
