import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { renderKubeconfig } from './kubeconfig.ts';

describe('renderKubeconfig', () => {
  it('holds everything itself, under names that tell two clusters apart in one file', () => {
    const config = parse(
      renderKubeconfig({
        cluster: 'source',
        server: 'https://10.250.0.2:6443',
        user: 'admin@source',
        authority: 'CA',
        certificate: 'CERT',
        key: 'KEY',
      }),
    ) as Record<string, unknown>;
    expect(config).toMatchObject({
      'current-context': 'source',
      clusters: [{ name: 'source', cluster: { server: 'https://10.250.0.2:6443' } }],
      users: [{ name: 'admin@source', user: { 'client-key-data': btoa('KEY') } }],
      contexts: [{ context: { cluster: 'source', user: 'admin@source' } }],
    });
  });
});
