import * as z from 'zod';
import { HIGHEST_LIMIT } from '../../../domain/transfer/bandwidth.ts';

export const NewLimit = z
  .strictObject({
    kibPerSecond: z
      .int()
      .min(0)
      .max(HIGHEST_LIMIT)
      .nullable()
      .describe(
        'KiB per second of each volume; 0 for no limit, null for what the MigrationController sets.',
      ),
  })
  .meta({ id: 'NewLimit', description: 'How fast the volumes of a run are copied.' });
export type NewLimit = z.infer<typeof NewLimit>;
