import { beforeEach, describe, expect, it } from '@jest/globals';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { backupName, buildBackup } from '../../domain/velero/backup.ts';
import { restoreName } from '../../domain/velero/restore.ts';
import { RESTORE_LABEL } from '../../domain/rollback/restored-by.ts';
import { RUN } from '../../test/builders/placing.ts';
import { asActivity, BACK, inStore, openRollbackStage } from '../../test/builders/rollback.ts';
import { VELERO_NAMESPACE } from '../ports.ts';

let stage: ReturnType<typeof openRollbackStage>;
beforeEach(() => {
  stage = openRollbackStage();
  stage.migration(RUN, {}, 'Succeeded');
  stage.migration(BACK, { rollback: true });
});

const BACKUP: KubeObject = {
  ...buildBackup({ run: RUN, namespace: VELERO_NAMESPACE, namespaces: ['shop'], location: 'b' }),
  status: { phase: 'Completed' },
};

function named(object: KubeObject, name: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, name } };
}

/** What Velero does when it is asked to delete a backup, a moment later. */
function deleteWhenAsked(): void {
  stage.source.before = (method, key) => {
    if (method === 'get' && key?.kind === 'Backup') {
      const asked = stage.source.objects('DeleteBackupRequest');
      for (const { metadata } of asked)
        void stage.source.delete({ ...keyOf(BACKUP), name: metadata.name });
    }
  };
}

function restored(name: string, manager: string, at = '2026-11-23T10:00:03Z'): KubeObject {
  const labels = { [RESTORE_LABEL]: restoreName(RUN) };
  const metadata = { labels, creationTimestamp: at, managedFields: [{ manager }] };
  return inStore('v1', 'Service', name, { metadata });
}

const RESTORE: KubeObject = {
  ...{ apiVersion: 'velero.io/v1', kind: 'Restore' },
  metadata: { name: restoreName(RUN), namespace: VELERO_NAMESPACE },
  status: {
    phase: 'Completed',
    startTimestamp: '2026-11-23T10:00:00Z',
    completionTimestamp: '2026-11-23T10:00:05Z',
  },
};

const removeBackups = () => asActivity(() => stage.acts.deletePlanBackups(stage.facts));
const namesOf = (cluster: 'source' | 'target', kind: string) =>
  stage[cluster].objects(kind).map(({ metadata }) => metadata.name);

describe('backups and restores', () => {
  it('of the plan go on both clusters, and no others, whatever labels they carry', async () => {
    const copied = named(BACKUP, 'kept-for-the-auditor');
    stage.source.seed(BACKUP, copied);
    stage.target.seed(named(BACKUP, backupName(RUN)), copied, RESTORE, named(RESTORE, 'foreign'));
    deleteWhenAsked();

    expect(await removeBackups()).toEqual({ deleted: 1, conditions: [] });

    expect(namesOf('source', 'Backup')).toEqual(['kept-for-the-auditor']);
    expect(namesOf('target', 'Backup')).toEqual(['kept-for-the-auditor']);
    expect(namesOf('target', 'Restore')).toEqual(['foreign']);
  });

  it('are none when there is none, and Velero is not asked for', async () => {
    stage.source.kinds.delete('velero.io/v1');

    expect(await removeBackups()).toEqual({ deleted: 0, conditions: [] });
    expect(namesOf('source', 'DeleteBackupRequest')).toEqual([]);
  });
});

describe('what Velero made beside what it was asked for', () => {
  it('comes into the ledger, but not what others gave its label', async () => {
    stage.target.seed(
      RESTORE,
      restored('by-plugin', 'velero-server'),
      restored('copied', 'kubectl-create'),
      restored('later', 'velero-server', '2026-11-23T12:00:00Z'),
    );

    const { objects } = await asActivity(() => stage.acts.surveyRollback(stage.facts));
    await asActivity(() => stage.acts.deleteMigrated(stage.facts));

    expect(objects).toBe(1);
    expect(namesOf('target', 'Service')).toEqual(['copied', 'later']);
  });
});
