import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { copyWorkflowId, TASK_QUEUE } from '../../domain/engine-names.ts';
import type { CopyOrder } from '../../domain/volume-migration/order.ts';

/** Copies of volumes that belong to no plan. Every call may be repeated without harm. */
export interface CopyEngine {
  /** Has a copy made, unless that is under way. One that has ended finds so by itself. */
  start(order: CopyOrder): Promise<void>;
  /** Asks a copy to stop and to clear up; nothing when it runs no more. */
  cancel(order: CopyOrder): Promise<void>;
}

export function createCopies(client: Client): CopyEngine {
  const idOf = ({ namespace, name, uid }: CopyOrder) => copyWorkflowId(namespace, name, uid);
  return {
    start: async (order) => {
      await client.workflow.start('directVolumeMigration', {
        taskQueue: TASK_QUEUE,
        workflowId: idOf(order),
        workflowIdConflictPolicy: 'USE_EXISTING',
        args: [order],
        staticSummary: `copy of volumes: ${order.name}`,
        staticDetails:
          `DirectVolumeMigration \`${order.namespace}/${order.name}\`.\n\n` +
          'To end it, delete that object. To terminate it here clears nothing up.',
      });
    },
    cancel: async (order) => {
      try {
        await client.workflow.getHandle(idOf(order)).cancel();
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
