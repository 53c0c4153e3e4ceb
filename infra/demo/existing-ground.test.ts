import { describe, expect, it } from '@jest/globals';
import { namesClusters, readExistingGround } from './existing-ground.ts';

const env = {
  DRAY_SOURCE_KUBECONFIG: '/s',
  DRAY_TARGET_KUBECONFIG: '/t',
  DRAY_S3_BUCKET: 'b',
  DRAY_S3_ACCESS_KEY: 'a',
  DRAY_S3_SECRET_KEY: 'k',
};

describe('readExistingGround', () => {
  it('reads what is named, and has the rest by default', () => {
    expect(readExistingGround({ ...env, DRAY_S3_URL: 'http://s3' })).toEqual({
      sourceKubeconfig: '/s',
      targetKubeconfig: '/t',
      s3: { url: 'http://s3', bucket: 'b', region: 'us-east-1', accessKey: 'a', secretKey: 'k' },
      images: { postgres: 'docker.io/library/postgres:15', web: 'docker.io/library/busybox:1' },
    });
  });

  it('takes what is empty for not set', () => {
    const empty = { DRAY_S3_URL: '', DRAY_S3_REGION: '', DRAY_TEMPORAL_ADDRESS: '' };
    expect(readExistingGround({ ...env, ...empty })).toEqual(readExistingGround(env));
    expect(readExistingGround({ DRAY_SOURCE_KUBECONFIG: '' })).toBeUndefined();
  });

  it('takes an existing Temporal', () => {
    const ground = readExistingGround({
      ...env,
      DRAY_TEMPORAL_ADDRESS: 'temporal:7233',
      DRAY_TEMPORAL_UI: 'http://temporal',
    });
    expect(ground?.temporal).toEqual({ address: 'temporal:7233', uiUrl: 'http://temporal' });
  });

  it('uses the sandbox when no cluster is named, whatever else is', () => {
    const none = { DRAY_SOURCE_KUBECONFIG: undefined, DRAY_TARGET_KUBECONFIG: '' };
    expect(readExistingGround({ ...env, ...none })).toBeUndefined();
  });

  it.each(['DRAY_SOURCE_KUBECONFIG', 'DRAY_TARGET_KUBECONFIG'])('misses %s', (name) => {
    const half = { ...env, [name]: undefined };
    expect(namesClusters(half)).toBe(true);
    expect(() => readExistingGround(half)).toThrow(`${name} must be set too`);
  });

  it('names all that is missing at once', () => {
    expect(() => readExistingGround({ DRAY_TARGET_KUBECONFIG: '/t', DRAY_S3_BUCKET: 'b' })).toThrow(
      'DRAY_SOURCE_KUBECONFIG, DRAY_S3_ACCESS_KEY, DRAY_S3_SECRET_KEY must be set too',
    );
  });
});
