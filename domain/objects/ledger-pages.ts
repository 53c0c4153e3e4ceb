import { API_VERSION } from '../kinds/group.ts';
import { DEBUG_LABELS } from '../kinds/labels.ts';
import type { KubeObject } from '../kube-object.ts';
import { runLabels, runObjectName, runSelector, type RunIdentity } from '../run/identity.ts';
import type { LedgerEntry } from './ledger.ts';

/** Tells ledgers from everything else that carries the labels of a run; the value is the number of the page. */
export const LEDGER_LABEL = 'drayage.dev/ledger';

/**
 * Once everything is made. From then on the application may have been started on what the ledger lists, and only the
 * run itself, or a person, undoes it.
 */
export const LEDGER_COMPLETE = 'drayage.dev/complete';

/** The longest names there can be take 700 bytes for an entry, and a ConfigMap may have a mebibyte. */
export const ENTRIES_OF_A_PAGE = 1_000;

const KEY = 'entries';

/** A ledger as it lies in the host cluster. */
export interface LedgerPage {
  number: number;
  entries: LedgerEntry[];
  /** Guards against another writer; undefined for a page that is not there yet. */
  resourceVersion?: string;
  complete: boolean;
  /**
   * It goes when the plan goes, and not with its MigMigration: a rollback needs it when runs were tidied away. Before
   * the start it must stay whatever is deleted, since the run may have to be taken back.
   */
  owned: boolean;
}

export function ledgerSelector(run: Pick<RunIdentity, 'uid'>): string {
  return `${runSelector(run)},${LEDGER_LABEL}`;
}

/** The ConfigMap of a page. */
export function buildPage(run: RunIdentity, page: LedgerPage): KubeObject {
  const { number, entries, resourceVersion, complete, owned } = page;
  const owner = { apiVersion: API_VERSION, kind: 'MigPlan', name: run.plan, uid: run.planUid };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: runObjectName(run, `ledger-${number}`),
      namespace: run.namespace,
      labels: { ...runLabels(run), [LEDGER_LABEL]: String(number) },
      annotations: {
        [DEBUG_LABELS.migration]: run.migration,
        ...(complete ? { [LEDGER_COMPLETE]: 'true' } : {}),
      },
      ...(owned ? { ownerReferences: [owner] } : {}),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    // A line for each entry, for people who look.
    data: { [KEY]: entries.map((entry) => JSON.stringify(entry)).join('\n') },
  };
}

export function readPage({ metadata, ...rest }: KubeObject): LedgerPage {
  const data = (rest['data'] ?? {}) as Record<string, string>;
  const lines = (data[KEY] ?? '').split('\n').filter((line) => line !== '');
  return {
    number: Number(metadata.labels?.[LEDGER_LABEL] ?? 0),
    entries: lines.map((line) => JSON.parse(line) as LedgerEntry),
    ...(metadata.resourceVersion === undefined
      ? {}
      : { resourceVersion: metadata.resourceVersion }),
    complete: metadata.annotations?.[LEDGER_COMPLETE] === 'true',
    owned: (metadata.ownerReferences ?? []).length > 0,
  };
}

/** The run that a page is of; all but its own names are those of another run of the same plan. */
export function runOfPage({ metadata }: KubeObject, other: RunIdentity): RunIdentity {
  const { namespace, plan, planUid } = other;
  const migration = metadata.annotations?.[DEBUG_LABELS.migration] ?? '';
  return { namespace, migration, uid: metadata.labels?.['migmigration'] ?? '', plan, planUid };
}
