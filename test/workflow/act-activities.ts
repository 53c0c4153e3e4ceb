import type { ActName, Step } from '../../domain/itinerary/step.ts';
import type { PassOrder } from '../../domain/run/pass.ts';
import type { RunType } from '../../domain/run/run-type.ts';
import type { ActivityName, Behaviour, Call, Scenario } from './scenario.ts';

/** One activity within an act. */
export interface Place {
  activity: ActivityName;
  /** The type of run that does it, when others of the same act do not. */
  of?: RunType;
  /** Which of its calls it is, when other acts make some too. */
  when?: (call: Call, scenario: Scenario) => boolean;
}

function ofPass(...kinds: PassOrder['kind'][]): Place['when'] {
  return ({ input }) => 'order' in input && kinds.includes(input.order.kind);
}

const seen =
  (activity: ActivityName): Place['when'] =>
  (_call, scenario) =>
    scenario.names.includes(activity);

const notSeen =
  (activity: ActivityName): Place['when'] =>
  (_call, scenario) =>
    !scenario.names.includes(activity);

/** The activities that each act is made of: wherever it is hit, its undo must follow. */
export const PLACES: Record<ActName, Place[]> = {
  checkPlan: [{ activity: 'checkRun' }, { activity: 'foreseeCutover', of: 'stage' }],
  clearLeftovers: [{ activity: 'clearLeftovers' }],
  awaitVelero: [{ activity: 'awaitVelero' }],
  ensureBackupLocations: [{ activity: 'ensureBackupLocations' }],
  createBackup: [{ activity: 'createBackup' }],
  awaitBackup: [{ activity: 'awaitBackup' }],
  preCopyVolumes: [
    { activity: 'ensureNamespaces', when: notSeen('prepareVolume') },
    { activity: 'prepareVolume' },
    { activity: 'runPass', when: ofPass('initial') },
    { activity: 'describeVolume', when: notSeen('quiesceSource') },
  ],
  pullImages: [{ activity: 'pullImages' }],
  quiesceSource: [{ activity: 'quiesceSource' }],
  awaitQuiesced: [{ activity: 'awaitQuiesced' }],
  copyLastDelta: [
    { activity: 'runPass', when: ofPass('final') },
    { activity: 'describeVolume', when: seen('quiesceSource') },
    { activity: 'releaseVolumes' },
  ],
  runHooks: [{ activity: 'startHook' }, { activity: 'awaitHook' }],
  startSource: [
    {
      activity: 'unquiesceSource',
      // Later ones take back.
      when: (_call, scenario) => scenario.callsOf('unquiesceSource').length === 1,
    },
  ],
  replicateBackup: [{ activity: 'replicateBackup' }],
  createRestore: [
    { activity: 'ensureNamespaces', when: seen('replicateBackup') },
    { activity: 'createRestore' },
  ],
  awaitRestore: [
    { activity: 'awaitRestore' },
    { activity: 'placeObjects' },
    { activity: 'checkBeforeStart' },
  ],
  startTarget: [
    { activity: 'startTarget' },
    { activity: 'awaitTargetReady', when: notSeen('removeHelpers') },
  ],
  removeHelpers: [{ activity: 'removeHelpers' }],
  surveyRollback: [{ activity: 'surveyRollback' }],
  stopTarget: [{ activity: 'stopTarget' }],
  goBackToSource: [{ activity: 'unquiescePlan' }],
  deleteBackups: [{ activity: 'deletePlanBackups' }],
  removeTransfers: [{ activity: 'removeTransfers' }],
  deleteMigrated: [{ activity: 'deleteMigrated' }],
  awaitMigratedDeleted: [{ activity: 'awaitMigratedDeleted' }],
  awaitSourceReady: [{ activity: 'awaitSourceReady' }],
  verifyTarget: [{ activity: 'awaitTargetReady', when: seen('removeHelpers') }],
};

/** The activities of the act of a step, told from those of another step with the same act. */
export function placesIn({ act, phase }: Step): Place[] {
  if (act === undefined) return [];
  if (act !== 'runHooks') return PLACES[act];
  const isOfStep: Place['when'] = ({ input }) =>
    'planned' in input && `${input.planned.phase}Hooks` === phase;
  return PLACES.runHooks.map((place) => ({ ...place, when: isOfStep }));
}

/** Every activity of every act of these steps: name for the report, step and place. */
export function placesOf(type: RunType, steps: readonly Step[]): [string, Step, Place][] {
  return steps.flatMap((step) =>
    placesIn(step)
      .filter(({ of = type }) => of === type)
      .map((place): [string, Step, Place] => [`${step.phase}, ${place.activity}`, step, place]),
  );
}

/** Has something happen at one place of a run. */
export function at(scenario: Scenario, { activity, when }: Place, behave: Behaviour<ActivityName>) {
  scenario.on(activity, (call) => {
    if (when?.(call, scenario) !== false) return behave(call);
  });
}
