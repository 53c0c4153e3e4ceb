/** What the server answers with, by the names that this program uses. Types only: nothing of the server is loaded. */
import type { PlanView } from '../../api/rest/views/plan.ts';
import type { RunView } from '../../api/rest/views/run.ts';

export type { ClusterView } from '../../api/rest/views/cluster.ts';
export type { ConditionView } from '../../api/rest/views/condition.ts';
export type { EventView } from '../../api/rest/views/event.ts';
export type { PlanView } from '../../api/rest/views/plan.ts';
export type { DryRunView, ReportView } from '../../api/rest/views/report.ts';
export type { RepositoryView } from '../../api/rest/views/repository.ts';
export type { RunView } from '../../api/rest/views/run.ts';
export type { ScheduleView } from '../../api/rest/views/schedule.ts';

export type RunState = RunView['state'];
export type PipelineStepView = RunView['pipeline'][number];
export type PlanVolumeView = PlanView['volumes'][number];
