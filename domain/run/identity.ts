import {
  correlationLabel,
  DEBUG_LABELS,
  MIGRATED_LABELS,
  PART_OF,
  PART_OF_LABEL,
} from '../kinds/labels.ts';

/** Which run something belongs to. Small: it travels with every activity. */
export interface RunIdentity {
  /** Namespace of the MigMigration and the MigPlan. */
  namespace: string;
  /** Name and uid of the MigMigration. */
  migration: string;
  uid: string;
  plan: string;
  planUid: string;
  /** Whose name and uid these are; a MigMigration's when left out. A copy by itself is its own plan. */
  kind?: 'DirectVolumeMigration';
}

/** On everything of ours that a run makes: how it is found again, by the run or by the plan. */
export function runLabels(run: RunIdentity): Record<string, string> {
  if (run.kind !== undefined) {
    return { [PART_OF_LABEL]: PART_OF, ...correlationLabel(run.kind, run.uid) };
  }
  return {
    [PART_OF_LABEL]: PART_OF,
    ...correlationLabel('MigMigration', run.uid),
    ...correlationLabel('MigPlan', run.planUid),
  };
}

/** On everything of the application that a run brings to the target. */
export function migratedLabels(run: RunIdentity): Record<string, string> {
  if (run.kind !== undefined) {
    return { [MIGRATED_LABELS.byDirectVolumeMigration]: run.uid, [DEBUG_LABELS.uid]: run.uid };
  }
  return {
    [MIGRATED_LABELS.byMigration]: run.uid,
    [MIGRATED_LABELS.byPlan]: run.planUid,
    [DEBUG_LABELS.uid]: run.uid,
  };
}

/** Selects all that the runs of a plan made, whichever run it was. */
export function planSelector(run: Pick<RunIdentity, 'planUid'>): string {
  return `migplan=${run.planUid}`;
}

export function runSelector({ uid, kind }: Pick<RunIdentity, 'uid' | 'kind'>): string {
  return `${(kind ?? 'MigMigration').toLowerCase()}=${uid}`;
}

/** Selects what a run brought to the target. */
export function migratedSelector(run: Pick<RunIdentity, 'uid'>): string {
  return `${MIGRATED_LABELS.byMigration}=${run.uid}`;
}

const NAME_LIMIT = 63;

/** A name that is the same at every try, at most 63 characters long (Velero copies it into labels). */
export function runObjectName(
  run: Pick<RunIdentity, 'migration' | 'uid'>,
  purpose: string,
): string {
  const tail = `-${purpose}-${run.uid.replaceAll('-', '').slice(0, 8)}`;
  return `${run.migration.slice(0, NAME_LIMIT - tail.length).replace(/[.-]+$/, '')}${tail}`;
}
