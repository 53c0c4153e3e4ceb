import type { Cluster } from '../clients/kube/cluster.ts';
import type { S3Keys } from '../clients/s3/probe.ts';
import { failure } from '../domain/failures/failure.ts';
import type { MigStorage } from '../domain/kinds/mig-storage.ts';
import { resolveRef } from '../domain/kinds/object-ref.ts';

const ACCESS_KEY = 'aws-access-key-id';
const SECRET_KEY = 'aws-secret-access-key';

/** The keys of a repository, from the Secret that its MigStorage names. They never leave the activity. */
export async function readKeys(host: Cluster, storage: MigStorage): Promise<S3Keys> {
  const object = `MigStorage ${storage.metadata.name}`;
  const ref = resolveRef(storage.spec.backupStorageConfig.credsSecretRef);
  if (ref === undefined) {
    const detail = 'spec.backupStorageConfig.credsSecretRef is missing';
    throw failure('DRAY-2003', { detail, object });
  }
  const secret = await host.get({ apiVersion: 'v1', kind: 'Secret', ...ref });
  const data = (secret?.['data'] ?? {}) as Record<string, string>;
  const missing = [ACCESS_KEY, SECRET_KEY].filter((key) => data[key] === undefined);
  if (missing.length > 0) {
    const found = secret === undefined ? 'does not exist' : `has no ${missing.join(' and no ')}`;
    const detail = `Secret ${ref.namespace}/${ref.name} ${found}`;
    throw failure('DRAY-2003', { detail, object });
  }
  return { accessKey: decode(data[ACCESS_KEY]), secretKey: decode(data[SECRET_KEY]) };
}

function decode(value = ''): string {
  return Buffer.from(value, 'base64').toString('utf8').trim();
}
