import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { certificate } from '../../test/fakes/certificate.ts';
import { createRestApi, type RestApi } from '../../test/fakes/rest-api.ts';

const namespace = 'openshift-migration';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

let api: RestApi;

beforeEach(() => {
  api = createRestApi();
});

afterEach(() => api.server.close());

function stored(kind: string, name: string): KubeObject | undefined {
  return api.host.objects(kind).find(({ metadata }) => metadata.name === name);
}

describe('POST /repositories', () => {
  const body = {
    name: 'new',
    provider: 'aws',
    bucket: 'velero',
    region: 'us-east-1',
    url: 'http://10.250.0.1:9000',
    accessKey: 'AKIA',
    secretKey: 's3cret',
  };

  test('makes a MigStorage as MTC reads it, and keeps the keys in a Secret', async () => {
    const answer = await api.call('POST', '/repositories', { body });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe('/api/v1/repositories/new');
    const { bucket, region, url } = body;
    expect(answer.body).toMatchObject({ name: 'new', provider: 'aws', bucket, region, url });
    expect(answer.text).not.toMatch(/AKIA|s3cret/);
    expect(stored('MigStorage', 'new')?.['spec']).toEqual({
      backupStorageProvider: 'aws',
      backupStorageConfig: {
        awsBucketName: bucket,
        awsRegion: region,
        awsS3Url: url,
        awsS3ForcePathStyle: true,
        credsSecretRef: { name: 'new-repository-keys', namespace },
      },
    });
    expect(stored('Secret', 'new-repository-keys')?.['data']).toEqual({
      'aws-access-key-id': base64('AKIA'),
      'aws-secret-access-key': base64('s3cret'),
    });
  });

  test('without a url it is AWS itself', async () => {
    await api.call('POST', '/repositories', {
      body: { ...body, url: undefined, caBundle: certificate, insecure: false },
    });
    const { backupStorageConfig } = stored('MigStorage', 'new')?.['spec'] as {
      backupStorageConfig: Record<string, unknown>;
    };
    expect(backupStorageConfig).not.toHaveProperty('awsS3Url');
    expect(backupStorageConfig).not.toHaveProperty('awsS3ForcePathStyle');
    expect(backupStorageConfig).toMatchObject({
      insecure: false,
      s3CustomCABundle: base64(certificate),
    });
  });
});
