import { execFileSync } from 'node:child_process';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { CLUSTERS, paths } from './layout.ts';
import { certificates, issueCertificates, opensslConfig } from './pki.ts';

describe('opensslConfig', () => {
  it('states user, group, usage and names', () => {
    const config = opensslConfig({
      name: 'kubelet',
      user: 'system:node:source',
      group: 'system:nodes',
      usage: ['clientAuth', 'serverAuth'],
      dns: ['source'],
      ips: ['10.250.0.2'],
    });
    expect(config).toContain('O = system:nodes\nCN = system:node:source');
    expect(config).toContain('extendedKeyUsage = clientAuth, serverAuth');
    expect(config).toContain('subjectAltName = DNS:source, IP:10.250.0.2');
  });

  it('leaves out what a client has not', () => {
    const config = opensslConfig({ name: 'x', user: 'u', usage: ['clientAuth'] });
    expect(config).not.toMatch(/O =|subjectAltName/);
  });
});

describe('issueCertificates', () => {
  const cluster = { ...CLUSTERS.source, dir: '' };
  const read = async (file: string) => readFile(paths.pki(cluster, file), 'utf8');

  beforeAll(async () => {
    cluster.dir = await mkdtemp(join(tmpdir(), 'dray-pki-'));
    await issueCertificates(cluster);
  });
  afterAll(async () => rm(cluster.dir, { recursive: true }));

  it('signs every certificate by the authority, each with the key beside it', async () => {
    const ca = new X509Certificate(await read('ca.crt'));
    expect(ca.ca).toBe(true);
    for (const { name } of certificates(cluster)) {
      const certificate = new X509Certificate(await read(`${name}.crt`));
      expect(certificate.verify(ca.publicKey)).toBe(true);
      expect(certificate.ca).toBe(false);
      expect(certificate.checkPrivateKey(createPrivateKey(await read(`${name}.key`)))).toBe(true);
    }
  });

  it('issues what TLS libraries accept for the purpose, and only for it', () => {
    const purpose = (name: string, usage: string) =>
      execFileSync(
        'openssl',
        [
          ...['verify', '-CAfile', paths.pki(cluster, 'ca.crt'), '-purpose', usage],
          paths.pki(cluster, `${name}.crt`),
        ],
        { stdio: 'pipe' },
      ).toString();
    expect(purpose('kube-apiserver', 'sslserver')).toContain('OK');
    expect(purpose('kubelet', 'sslserver')).toContain('OK');
    expect(purpose('kubelet', 'sslclient')).toContain('OK');
    expect(() => purpose('admin', 'sslserver')).toThrow();
  });

  it('makes the API server answer to its address and to the Service in front of it', async () => {
    const certificate = new X509Certificate(await read('kube-apiserver.crt'));
    expect(certificate.checkIP('10.250.0.2')).toBeDefined();
    expect(certificate.checkIP('10.250.32.1')).toBeDefined();
    expect(certificate.checkHost('kubernetes.default.svc')).toBeDefined();
    expect(certificate.checkIP('10.250.0.3')).toBeUndefined();
  });

  it('gives the service accounts a key in the form the API server reads', async () => {
    expect(await read('service-account.key')).toContain('BEGIN EC PRIVATE KEY');
  });
});
