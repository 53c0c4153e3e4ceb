import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

const existing = {
  DRAY_SOURCE_KUBECONFIG: '/s',
  DRAY_TARGET_KUBECONFIG: '/t',
  DRAY_S3_BUCKET: 'b',
  DRAY_S3_ACCESS_KEY: 'a',
  DRAY_S3_SECRET_KEY: 'k',
};

describe('readOptions', () => {
  it('needs nothing: then the sandbox is used', () => {
    expect(readOptions({})).toEqual({ name: 'shop', bytes: 126_000_000, port: 8080 });
  });

  it('takes clusters that exist', () => {
    expect(readOptions(existing).existing).toMatchObject({ sourceKubeconfig: '/s' });
  });

  it.each(['many', '-1', '0', '1.5'])('refuses %s megabytes', (text) => {
    expect(() => readOptions({ DRAY_DEMO_MB: text })).toThrow(`DRAY_DEMO_MB=${text}`);
  });
});
