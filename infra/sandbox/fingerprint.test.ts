import { describe, expect, it } from '@jest/globals';
import { fingerprint } from './fingerprint.ts';
import { DEFAULT_VERSIONS } from './versions.ts';

describe('fingerprint', () => {
  it('is the same for the same sandbox', async () => {
    expect(await fingerprint(DEFAULT_VERSIONS)).toMatch(/^[0-9a-f]{16}$/);
    expect(await fingerprint({ ...DEFAULT_VERSIONS })).toBe(await fingerprint(DEFAULT_VERSIONS));
  });

  it('is another one for each choice of versions', async () => {
    const choices = await Promise.all([
      fingerprint(DEFAULT_VERSIONS),
      fingerprint({ ...DEFAULT_VERSIONS, sourceKubernetes: '1.30' }),
      fingerprint({ ...DEFAULT_VERSIONS, velero: '1.18' }),
      fingerprint({ sourceKubernetes: '1.30', velero: '1.18' }),
    ]);

    expect(new Set(choices).size).toBe(choices.length);
  });
});
