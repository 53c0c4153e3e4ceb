import type { RecordedStep } from '../../domain/itinerary/record.ts';
import { itineraryOf } from '../../domain/itinerary/of-run.ts';
import { recordItinerary } from '../../domain/itinerary/record.ts';
import type { Flag, Itinerary, Step } from '../../domain/itinerary/step.ts';
import type { ObjectTransport } from '../../domain/plan/object-transport.ts';
import type { RunType } from '../../domain/run/run-type.ts';

/** What is done to a run at a step. */
export const FAULTS = ['worker-killed', 'target-5xx', 'source-gone', 'cancel', 'fatal'] as const;
export type Fault = (typeof FAULTS)[number];

/** A way to run an itinerary. */
export interface Way {
  name: string;
  type: RunType;
  objectTransport: ObjectTransport;
  /** What does not hold of its runs; everything else does, and the application of its cells has it. */
  without?: readonly Flag[];
  /** Which of its steps are broken here; the others are those of another way. @default all */
  takes?: (step: Step) => boolean;
}

/** The quick transport for most; by Velero, which does one thing after the other, what is another act then. */
export const WAYS: readonly Way[] = [
  {
    ...{ name: 'cutover', type: 'cutover', objectTransport: 'Direct' },
    without: ['velero'],
  },
  {
    ...{ name: 'cutover-velero', type: 'cutover', objectTransport: 'Velero' },
    takes: ({ when = [], pipeline }) => when.includes('velero') || pipeline === 'Restore',
  },
  { name: 'stage', type: 'stage', objectTransport: 'Direct' },
  { name: 'state', type: 'state', objectTransport: 'Direct' },
  {
    ...{ name: 'rollback', type: 'rollback', objectTransport: 'Direct' },
    takes: ({ act }) => act !== 'deleteBackups',
  },
  // What Velero made on the target is found and deleted in other ways.
  { name: 'rollback-velero', type: 'rollback', objectTransport: 'Velero' },
];

/** One fault at one step of one way. */
export interface Cell {
  /** `cutover/QuiesceApplications/cancel` */
  id: string;
  way: Way;
  step: RecordedStep;
  /** Of its itinerary, from the first. */
  index: number;
  fault: Fault;
  /** The steps of its run, as they are recorded. */
  steps: readonly RecordedStep[];
}

/** Whether others of the same worker notice nothing of the fault. */
export function isQuiet({ fault }: Pick<Cell, 'fault'>): boolean {
  return fault === 'cancel' || fault === 'fatal';
}

/** Every fault at every step that does something. */
export function listCells(ways: readonly Way[] = WAYS): Cell[] {
  return ways.flatMap((way) => {
    const { steps } = recordItinerary(itineraryOf(way.type), flagsOf(way));
    return steps.flatMap((step, index) => {
      if (!step.applies || step.act === undefined || way.takes?.(step) === false) return [];
      return FAULTS.map((fault) => {
        const id = `${way.name}/${step.phase}/${fault}`;
        return { id, way, step, index, fault, steps };
      });
    });
  });
}

/** Whatever a step asks for, so that a step that asks for something new is a cell at once. */
function flagsOf({ type, without = [] }: Way): ReadonlySet<Flag> {
  const asked = itineraryOf(type).steps.flatMap(({ when = [] }) => when);
  return new Set(asked.filter((flag) => flag !== 'never' && !without.includes(flag)));
}

/** Steps that do something and that no way comes by: `Final/PreBackupHooks`. */
export function uncovered(
  itineraries: readonly Itinerary[],
  cells: readonly Pick<Cell, 'way' | 'step'>[],
): string[] {
  return [...new Set(itineraries)].flatMap((itinerary) =>
    itinerary.steps
      .filter(({ act }) => act !== undefined)
      .filter(
        ({ phase }) =>
          !cells.some(
            ({ way, step }) => itineraryOf(way.type) === itinerary && step.phase === phase,
          ),
      )
      .map(({ phase }) => `${itinerary.name}/${phase}`),
  );
}
