import type { RunFacts } from '../../domain/run/facts.ts';
import { RUN } from './placing.ts';

/** A cutover of the namespace `shop`, which becomes `store`, without Velero and without volumes. */
export function runFacts(rest: Partial<RunFacts> = {}): RunFacts {
  return {
    run: RUN,
    source: { namespace: 'ns', name: 'source' },
    target: { namespace: 'ns', name: 'target' },
    storage: { namespace: '', name: '' },
    objectTransport: 'Direct',
    namespaces: [{ source: 'shop', target: 'store' }],
    volumes: [],
    skipped: [],
    quiesce: true,
    verify: false,
    ...rest,
  };
}
