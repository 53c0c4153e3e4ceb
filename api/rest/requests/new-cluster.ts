import * as z from 'zod';
import { CaBundle } from './certificates.ts';
import { DryRun, OwnerName } from './names.ts';
import { serverUrl } from './urls.ts';

const REMOTE_ONLY = ['url', 'token', 'caBundle', 'insecure'] as const;

export const NewCluster = z
  .strictObject({
    name: OwnerName,
    host: z.boolean().default(false).describe('The cluster in which the custom resources live.'),
    url: serverUrl('https:').optional().describe('Address of the API server; remote clusters.'),
    token: z
      .string()
      .regex(/^\S+$/, 'give the token without spaces or line breaks')
      .optional()
      .describe('Token of a service account; remote clusters. Kept in a Secret.'),
    caBundle: CaBundle.optional(),
    insecure: z.boolean().optional().describe('Do not verify the certificate.'),
    dryRun: DryRun,
  })
  .superRefine((cluster, context) => {
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (cluster.host) {
      for (const field of REMOTE_ONLY) {
        if (cluster[field] !== undefined) refuse(field, 'leave it out for the host cluster');
      }
      return;
    }
    if (cluster.url === undefined) refuse('url', 'is missing; a remote cluster needs it');
    if (cluster.token === undefined) refuse('token', 'is missing; a remote cluster needs it');
    if (cluster.insecure === true && cluster.caBundle !== undefined) {
      refuse('caBundle', 'leave it out or set insecure to false; it would not be looked at');
    }
  })
  .meta({ id: 'NewCluster', description: 'A cluster to register.' });
export type NewCluster = z.input<typeof NewCluster>;
