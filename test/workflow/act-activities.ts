import type { ActName } from '../../domain/itinerary/step.ts';
import type { PassOrder } from '../../domain/run/pass.ts';
import type { ActivityName, Behaviour, Call, Scenario } from './scenario.ts';

/** One activity within an act. */
export interface Place {
  activity: ActivityName;
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
  checkPlan: [{ activity: 'checkRun' }],
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
  verifyTarget: [{ activity: 'awaitTargetReady', when: seen('removeHelpers') }],
};

/** Has something happen at one place of a run. */
export function at(scenario: Scenario, { activity, when }: Place, behave: Behaviour<ActivityName>) {
  scenario.on(activity, (call) => {
    if (when?.(call, scenario) !== false) return behave(call);
  });
}
