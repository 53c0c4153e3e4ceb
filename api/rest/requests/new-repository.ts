import * as z from 'zod';
import { CaBundle } from './certificates.ts';
import { DryRun, OwnerName } from './names.ts';
import { serverUrl } from './urls.ts';

const Key = z.string().regex(/^\S+$/, 'give the key without spaces or line breaks');

export const NewRepository = z
  .strictObject({
    name: OwnerName,
    provider: z.literal('aws').describe('AWS S3 and every other S3 server.'),
    bucket: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'give 3 to 63 lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
      )
      .describe('Bucket that will hold the backups; it must exist.'),
    region: z
      .string()
      .regex(/^[a-z0-9-]+$/, 'give a region like us-east-1')
      .optional(),
    url: serverUrl('http:', 'https:')
      .optional()
      .describe('Address of an S3 server that is not AWS.'),
    accessKey: Key.describe('Kept in a Secret.'),
    secretKey: Key.describe('Kept in a Secret.'),
    insecure: z.boolean().optional().describe('Do not verify the certificate.'),
    caBundle: CaBundle.optional(),
    dryRun: DryRun,
  })
  .meta({ id: 'NewRepository', description: 'A replication repository to register.' });
export type NewRepository = z.input<typeof NewRepository>;
