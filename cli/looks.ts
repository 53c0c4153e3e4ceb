import { formatAge, formatBytes, formatDuration, secondsSince } from './format.ts';
import type { Look } from './output.ts';
import type {
  ClusterView,
  ConditionView,
  PlanView,
  PlanVolumeView,
  RepositoryView,
  RunView,
  ScheduleView,
} from './server/views.ts';
import type { Column } from './columns.ts';
import { conditionText } from './condition-text.ts';
import { complaints } from './watch/verdict.ts';

/** How the lists look. */

export const CLUSTERS: Look<ClusterView> = {
  kind: 'Cluster',
  columns: [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'READY', value: ({ ready }) => yesNo(ready) },
    { title: 'HOST', value: ({ host }) => yesNo(host) },
    { title: 'VERSION', value: ({ version }) => version },
    { title: 'AGE', value: ({ ageSeconds }) => formatAge(ageSeconds) },
    { title: 'URL', value: ({ url }) => url, wide: true },
    { title: 'PROBLEM', value: ({ conditions }) => firstComplaint(conditions) },
  ],
};

export const REPOSITORIES: Look<RepositoryView> = {
  kind: 'Repository',
  columns: [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'READY', value: ({ ready }) => yesNo(ready) },
    { title: 'PROVIDER', value: ({ provider }) => provider },
    { title: 'BUCKET', value: ({ bucket }) => bucket },
    { title: 'URL', value: ({ url }) => url, wide: true },
    { title: 'PROBLEM', value: ({ conditions }) => firstComplaint(conditions) },
  ],
};

export const PLANS: Look<PlanView> = {
  kind: 'Plan',
  columns: [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'READY', value: ({ ready }) => yesNo(ready) },
    { title: 'SOURCE', value: ({ source }) => source },
    { title: 'TARGET', value: ({ target }) => target },
    { title: 'NAMESPACES', value: ({ namespaces }) => namespaces.join(',') },
    { title: 'VOLUMES', value: ({ volumes }) => String(volumes.length) },
    { title: 'STORAGE', value: ({ repository }) => repository, wide: true },
    { title: 'OBJECTS', value: ({ objectTransport }) => objectTransport, wide: true },
    { title: 'CLOSED', value: ({ closed }) => yesNo(closed), wide: true },
    { title: 'PROBLEM', value: ({ conditions }) => firstComplaint(conditions) },
  ],
};

export const PLAN_VOLUMES: readonly Column<PlanVolumeView>[] = [
  { title: 'VOLUME', value: ({ namespace, claim }) => `${namespace}/${claim}` },
  { title: 'CAPACITY', value: ({ capacity }) => capacity },
  { title: 'ACTION', value: ({ action }) => action },
  { title: 'COPY', value: ({ copyMethod }) => copyMethod },
  { title: 'CLASS', value: ({ storageClass }) => storageClass },
  { title: 'TARGET CLASS', value: ({ targetStorageClass }) => targetStorageClass },
  { title: 'VERIFY', value: ({ verify }) => yesNo(verify) },
  {
    title: 'USED',
    value: ({ use }) =>
      use?.usedBytes === undefined
        ? use && 'unknown'
        : `${formatBytes(use.usedBytes)} (${use.usedPercent ?? 0} %)`,
  },
  { title: 'FILES', value: ({ use }) => use?.inodes?.toString() },
  {
    title: 'SPARSE',
    value: ({ use }) => (use?.sparse === undefined ? undefined : yesNo(use.sparse)),
  },
  { title: 'PROPOSED', value: ({ proposedCapacity }) => proposedCapacity },
];

export const SCHEDULES: Look<ScheduleView> = {
  kind: 'Schedule',
  columns: [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'PLAN', value: ({ plan }) => plan },
    { title: 'TYPE', value: ({ type }) => type },
    { title: 'WHEN', value: ({ cron, interval }) => cron ?? `every ${interval ?? '?'}` },
    { title: 'ZONE', value: ({ timeZone }) => timeZone, wide: true },
    {
      title: 'WINDOW',
      value: ({ window }) => window && `${window.start}-${window.end}`,
      wide: true,
    },
    { title: 'PAUSED', value: ({ paused }) => yesNo(paused) },
    { title: 'NEXT', value: ({ nextRun }) => nextRun },
    { title: 'LAST', value: ({ lastRun }) => lastRun?.state },
    { title: 'PROBLEM', value: ({ conditions }) => firstComplaint(conditions) },
  ],
};

/** The age of a run depends on when one looks. */
export function runLook(now: number): Look<RunView> {
  return {
    kind: 'Run',
    columns: [
      { title: 'NAME', value: ({ name }) => name },
      { title: 'PLAN', value: ({ plan }) => plan },
      { title: 'TYPE', value: ({ type }) => type },
      { title: 'STATE', value: ({ state }) => state },
      { title: 'STEP', value: ({ step }) => step && `${step.number}/${step.total}` },
      { title: 'PHASE', value: ({ phase }) => phase, wide: true },
      { title: 'STARTED', value: ({ startedAt }) => startedAt && ago(startedAt, now) },
      { title: 'TOOK', value: tookText },
      { title: 'DOWNTIME', value: downtimeText },
      { title: 'PROBLEM', value: ({ failure }) => failure && `${failure.code} ${failure.meaning}` },
    ],
  };
}

function tookText({ startedAt, endedAt }: RunView): string | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return formatDuration(secondsSince(startedAt, Date.parse(endedAt)));
}

function downtimeText({ downtime }: RunView): string | undefined {
  const { startedAt, endedAt, seconds } = downtime ?? {};
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return formatDuration(seconds ?? secondsSince(startedAt, Date.parse(endedAt)));
}

function ago(time: string, now: number): string {
  return `${formatAge(secondsSince(time, now))} ago`;
}

function firstComplaint(conditions: readonly ConditionView[]): string | undefined {
  const [first] = complaints(conditions);
  return first && conditionText(first);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
