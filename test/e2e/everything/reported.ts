import { expect } from '@jest/globals';
import type { ReportView } from '../../../api/rest/views/report.ts';
import type { Scene } from '../harness/scene.ts';
import { type Fixture, type Move, titleOf } from './fixture.ts';

type Reported = ReportView['objects'][number];

/** What a dry run of the plan says, as the command line shows it to scripts. */
export async function checkPlan(scene: Scene, plan: string): Promise<ReportView> {
  const { stdout } = await scene.dray('plan', 'check', plan, '-o', 'json');
  return JSON.parse(stdout) as ReportView;
}

export async function reportOf(scene: Scene, run: string): Promise<ReportView> {
  const { stdout } = await scene.dray('report', run, '-o', 'json');
  return JSON.parse(stdout) as ReportView;
}

/** Of each fixture the report says what has to become of it, and where. */
export function expectReported(
  { objects }: ReportView,
  { source, target }: Move,
  fixtures: readonly Fixture[],
): void {
  const here = objects.filter(({ namespace = source }) => namespace === source);
  const titles = here.map(reportedTitle);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  const found = new Map(here.map((object) => [reportedTitle(object), object]));
  const wrong = fixtures.flatMap((fixture) => wrongIn(found.get(titleOf(fixture.object)), fixture));
  expect(wrong).toEqual([]);
  for (const { target: place } of here) expect(place?.namespace ?? target).toBe(target);
}

/** What every cluster makes by itself is counted; a Service gets a new address. */
export function expectGrouped({ groups, objects }: ReportView, { source }: Move): void {
  for (const kind of ['ReplicaSet.apps', 'Endpoints', 'EndpointSlice.discovery.k8s.io']) {
    expect(groups).toContainEqual(
      expect.objectContaining({ outcome: 'leftBehind', kind, why: expect.stringMatching(/make/) }),
    );
  }
  expect(objects).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'Service', namespace: source, outcome: 'changed' },
      fields: expect.arrayContaining(['spec.clusterIP', 'spec.clusterIPs']),
    }),
  );
}

function reportedTitle({ apiVersion, kind, name }: Reported): string {
  return titleOf({ apiVersion, kind, metadata: { name } });
}

function wrongIn(reported: Reported | undefined, { object, fate, told }: Fixture): string[] {
  const title = titleOf(object);
  // Namespaces are made before anything is decided on.
  if ('ofEachCluster' in fate || object.kind === 'Namespace') return [];
  if (reported === undefined) {
    // Of kinds that never move nothing is read.
    return 'staysBehind' in fate ? [] : [`${title} is not in the report`];
  }
  const { outcome, notable } = reported;
  // Whether it differs is not asked: some changes are only of names of namespaces, which may stay.
  const expected = 'staysBehind' in fate ? ['leftBehind'] : ['changed', 'asItIs'];
  return [
    ...(expected.includes(outcome) ? [] : [`${title} is ${outcome}`]),
    ...(told === undefined || notable ? [] : [`nobody is told of ${title}`]),
  ];
}
