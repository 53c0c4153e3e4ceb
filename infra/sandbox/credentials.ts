import { randomBytes } from 'node:crypto';

import type { S3Credentials } from './daemons/object-store.ts';

/** Made anew for each sandbox; kept in files that only root can read. */
export function randomCredentials(): S3Credentials {
  return {
    accessKey: `dray${randomBytes(8).toString('hex')}`,
    secretKey: randomBytes(24).toString('base64url'),
  };
}
