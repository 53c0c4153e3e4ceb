import { randomUUID } from 'node:crypto';
import type { NewDecision } from '../../api/rest/requests/decision.ts';
import type { NewLimit } from '../../api/rest/requests/limit.ts';
import type { NewCluster } from '../../api/rest/requests/new-cluster.ts';
import type { NewPlan } from '../../api/rest/requests/new-plan.ts';
import type { NewRepository } from '../../api/rest/requests/new-repository.ts';
import type { NewRun } from '../../api/rest/requests/new-run.ts';
import type { NewSchedule } from '../../api/rest/requests/new-schedule.ts';
import type { Wire } from './request.ts';
import type {
  ClusterView,
  DryRunView,
  PlanView,
  ReportView,
  RepositoryView,
  RunView,
  ScheduleView,
} from './views.ts';

export type { NewCluster, NewDecision, NewRun };

/** The server's resources, one method for each thing that can be asked. */
export interface Api {
  clusters: () => Promise<ClusterView[]>;
  cluster: (name: string) => Promise<ClusterView>;
  addCluster: (wanted: NewCluster) => Promise<ClusterView>;
  repositories: () => Promise<RepositoryView[]>;
  repository: (name: string) => Promise<RepositoryView>;
  addRepository: (wanted: NewRepository) => Promise<RepositoryView>;
  plans: () => Promise<PlanView[]>;
  plan: (name: string) => Promise<PlanView>;
  addPlan: (wanted: NewPlan) => Promise<PlanView>;
  dryRun: (plan: string) => Promise<DryRunView>;
  reportOfPlan: (plan: string) => Promise<ReportView>;
  reportOfRun: (run: string) => Promise<ReportView>;
  runs: () => Promise<RunView[]>;
  runsOf: (plan: string) => Promise<RunView[]>;
  run: (name: string) => Promise<RunView>;
  startRun: (plan: string, wanted: NewRun) => Promise<RunView>;
  cancelRun: (name: string) => Promise<RunView>;
  decide: (name: string, decision: NewDecision) => Promise<RunView>;
  limitRun: (name: string, limit: NewLimit) => Promise<RunView>;
  schedules: () => Promise<ScheduleView[]>;
  schedule: (name: string) => Promise<ScheduleView>;
  addSchedule: (wanted: NewSchedule) => Promise<ScheduleView>;
  pauseSchedule: (name: string) => Promise<ScheduleView>;
  resumeSchedule: (name: string) => Promise<ScheduleView>;
  deleteSchedule: (name: string) => Promise<ScheduleView>;
}

export function createApi(wire: Wire): Api {
  const get = (path: string): Promise<unknown> => wire.json({ method: 'GET', path });
  const post = (path: string, body: unknown): Promise<unknown> =>
    wire.json({ method: 'POST', path, body });
  const start = (path: string, body: unknown): Promise<unknown> =>
    wire.json({ method: 'POST', path, body, idempotencyKey: randomUUID() });

  return {
    clusters: async () => itemsOf(await get('/clusters')) as ClusterView[],
    cluster: async (name) => (await get(`/clusters/${encode(name)}`)) as ClusterView,
    addCluster: async (wanted) => (await post('/clusters', wanted)) as ClusterView,
    repositories: async () => itemsOf(await get('/repositories')) as RepositoryView[],
    repository: async (name) => (await get(`/repositories/${encode(name)}`)) as RepositoryView,
    addRepository: async (wanted) => (await post('/repositories', wanted)) as RepositoryView,
    plans: async () => itemsOf(await get('/plans')) as PlanView[],
    plan: async (name) => (await get(`/plans/${encode(name)}`)) as PlanView,
    addPlan: async (wanted) => (await post('/plans', wanted)) as PlanView,
    dryRun: async (plan) => (await post(`/plans/${encode(plan)}/dry-run`, {})) as DryRunView,
    reportOfPlan: async (plan) => (await get(`/plans/${encode(plan)}/report`)) as ReportView,
    reportOfRun: async (run) => (await get(`/runs/${encode(run)}/report`)) as ReportView,
    runs: async () => itemsOf(await get('/runs')) as RunView[],
    runsOf: async (plan) => itemsOf(await get(`/plans/${encode(plan)}/runs`)) as RunView[],
    run: async (name) => (await get(`/runs/${encode(name)}`)) as RunView,
    startRun: async (plan, wanted) =>
      (await start(`/plans/${encode(plan)}/runs`, wanted)) as RunView,
    decide: async (name, decision) =>
      (await post(`/runs/${encode(name)}/decision`, decision)) as RunView,
    limitRun: async (name, limit) => (await post(`/runs/${encode(name)}/limit`, limit)) as RunView,
    schedules: async () => itemsOf(await get('/schedules')) as ScheduleView[],
    schedule: async (name) => (await get(schedulePath(name))) as ScheduleView,
    addSchedule: async (wanted) => (await post('/schedules', wanted)) as ScheduleView,
    pauseSchedule: async (name) => (await post(`${schedulePath(name)}/pause`, {})) as ScheduleView,
    resumeSchedule: async (name) =>
      (await post(`${schedulePath(name)}/resume`, {})) as ScheduleView,
    deleteSchedule: async (name) =>
      (await wire.json({ method: 'DELETE', path: schedulePath(name) })) as ScheduleView,
    cancelRun: async (name) => (await post(`/runs/${encode(name)}/cancel`, {})) as RunView,
  };
}

/** Where the news of a run are. */
export function eventsPath(run: string): string {
  return `/runs/${encode(run)}/events`;
}

function schedulePath(name: string): string {
  return `/schedules/${encode(name)}`;
}

function itemsOf(answer: unknown): unknown[] {
  return (answer as { items: unknown[] }).items;
}

const encode = encodeURIComponent;
