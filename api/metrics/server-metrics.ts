import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { countInProgress, type CountedRun, countRuns } from './run-counts.ts';

export interface ServedRequest {
  method: string;
  /** The pattern, not the path: names would make a series each. */
  route: string;
  status: number;
  /** Left out for streams, which last as long as their client likes. */
  seconds?: number;
}

/** What Prometheus reads from the server. */
export interface ServerMetrics {
  readonly contentType: string;
  observe(request: ServedRequest): void;
  /** Where the runs are counted at every scrape. */
  watchRuns(runs: () => CountedRun[]): void;
  /** The text of a scrape. */
  expose(): Promise<string>;
}

/** A registry of its own, so that two servers in one process do not count for each other. */
export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'dray_http_requests_total',
    help: 'Requests answered, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'dray_http_request_duration_seconds',
    help: 'Time to answer a request; streams are left out.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    observe: ({ method, route, status, seconds }) => {
      const labels = { method, route, status };
      requests.inc(labels);
      if (seconds !== undefined) durations.observe(labels, seconds);
    },
    watchRuns: (runs) => registerRuns(registry, runs),
    expose: () => registry.metrics(),
  };
}

function registerRuns(registry: Registry, runs: () => CountedRun[]): void {
  registry.registerMetric(
    new Gauge({
      name: 'cam_app_workload_migrations',
      help: 'MigMigrations by type and status, under the name MTC gave it.',
      labelNames: ['type', 'status'],
      registers: [],
      collect() {
        for (const { type, status, runs: count } of countRuns(runs())) {
          this.set({ type, status }, count);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'dray_runs_in_progress',
      help: 'Runs that have begun and not ended.',
      labelNames: ['type'],
      registers: [],
      collect() {
        for (const { type, runs: count } of countInProgress(runs())) this.set({ type }, count);
      },
    }),
  );
}
