import { QUIESCE_ANNOTATIONS } from '../kinds/annotations.ts';

/** MTC's notes on a quiesced object; its console and people's scripts know them. */
export const PRE_QUIESCE_REPLICAS = QUIESCE_ANNOTATIONS.replicas;
export const PRE_QUIESCE_SUSPEND = QUIESCE_ANNOTATIONS.suspend;
export const PRE_QUIESCE_NODE_SELECTOR = QUIESCE_ANNOTATIONS.nodeSelector;

/**
 * Which run quiesced the object (uid of its MigMigration).
 * MTC's notes stay behind when somebody else's run died, so they alone do not say whose undo it is.
 */
export const QUIESCED_BY = 'drayage.dev/quiesced-by';
