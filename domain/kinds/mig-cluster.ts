import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';

const Spec = z.looseObject({
  isHostCluster: z.boolean().describe('Whether the controller itself runs in this cluster.'),
  url: z.string().optional().describe('Address of the API server. Remote clusters only.'),
  serviceAccountSecretRef: ObjectRef.optional().describe(
    'Secret whose key saToken holds a service account token. Remote clusters only.',
  ),
  caBundle: z
    .base64()
    .optional()
    .describe('Certificates that vouch for the API server: PEM, in base64.'),
  insecure: z.boolean().optional().describe('Do not verify the certificate of the API server.'),
  exposedRegistryPath: z
    .string()
    .optional()
    .describe('Host of the exposed image registry, for the direct migration of images.'),
  azureResourceGroup: z.string().optional().describe('Resource group. Microsoft Azure only.'),
  restartRestic: z
    .boolean()
    .optional()
    .describe('Restart the Restic pods of the source once stage pods exist.'),
  refresh: z.boolean().optional().describe('Set to true to have the cluster checked anew.'),
});

const Status = z.looseObject({
  ...statusBasics,
  registryPath: z.string().optional().describe('Host of the image registry that was found.'),
  operatorVersion: z.string().optional().describe('Version installed in the cluster.'),
});

/** A cluster that applications are moved from or to. */
export const MigCluster = kindObject('MigCluster', Spec, Status).describe(
  'A cluster that applications are moved from or to.',
);
export type MigCluster = z.infer<typeof MigCluster>;
