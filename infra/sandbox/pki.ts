import { generateKeyPairSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { runCommand } from './command.ts';
import { writeFileAtomically } from './files.ts';
import { type ClusterLayout, paths } from './layout.ts';

/**
 * Who is who in a cluster. Kubernetes has no users: a client is what its certificate says, the
 * common name being the user and the organizations being the groups. Each cluster has its own
 * authority, so that a credential of one opens nothing in the other.
 */
export interface Certificate {
  /** File name without suffix: `<name>.crt` and `<name>.key`. */
  name: string;
  user: string;
  group?: string;
  usage: readonly ('clientAuth' | 'serverAuth')[];
  /** Names and addresses a server answers to. */
  dns?: readonly string[];
  ips?: readonly string[];
}

export function certificates(cluster: ClusterLayout): Certificate[] {
  const client = ['clientAuth'] as const;
  return [
    {
      name: 'kube-apiserver',
      user: 'kube-apiserver',
      usage: ['serverAuth'],
      dns: [
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
        'localhost',
        cluster.name,
      ],
      ips: [cluster.nodeIp, cluster.apiServiceIp, '127.0.0.1'],
    },
    // system:masters is bound to everything inside the API server itself, before any RBAC object.
    { name: 'admin', user: 'dray-admin', group: 'system:masters', usage: client },
    {
      name: 'kube-apiserver-kubelet-client',
      user: 'kube-apiserver-kubelet-client',
      group: 'system:masters',
      usage: client,
    },
    { name: 'kube-controller-manager', user: 'system:kube-controller-manager', usage: client },
    { name: 'kube-scheduler', user: 'system:kube-scheduler', usage: client },
    { name: 'kube-proxy', user: 'system:kube-proxy', usage: client },
    // The kubelet is both: a client of the API server, and the server behind `logs` and `exec`.
    {
      name: 'kubelet',
      user: `system:node:${cluster.name}`,
      group: 'system:nodes',
      usage: ['clientAuth', 'serverAuth'],
      dns: [cluster.name],
      ips: [cluster.nodeIp],
    },
  ];
}

/** What `openssl req` reads. A file of our own, because the machine's makes every one a CA. */
export function opensslConfig(certificate: Certificate): string {
  const { user, group, usage, dns = [], ips = [] } = certificate;
  const names = [...dns.map((name) => `DNS:${name}`), ...ips.map((ip) => `IP:${ip}`)];
  return [
    '[req]',
    'prompt = no',
    'distinguished_name = subject',
    'x509_extensions = extensions',
    '[subject]',
    ...(group === undefined ? [] : [`O = ${group}`]),
    `CN = ${user}`,
    '[extensions]',
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    `extendedKeyUsage = ${usage.join(', ')}`,
    ...(names.length === 0 ? [] : [`subjectAltName = ${names.join(', ')}`]),
    '',
  ].join('\n');
}

export function authorityConfig(cluster: ClusterLayout): string {
  return [
    '[req]',
    'prompt = no',
    'distinguished_name = subject',
    'x509_extensions = extensions',
    '[subject]',
    `CN = dray-${cluster.name}-ca`,
    '[extensions]',
    'basicConstraints = critical, CA:TRUE',
    'keyUsage = critical, digitalSignature, keyCertSign, cRLSign',
    'subjectKeyIdentifier = hash',
    '',
  ].join('\n');
}

const VALID_DAYS = '3650';

/** Issues everything a cluster needs; the files are below `<cluster.dir>/pki`. */
export async function issueCertificates(cluster: ClusterLayout): Promise<void> {
  const file = (name: string) => paths.pki(cluster, name);
  await mkdir(dirname(file('ca.crt')), { recursive: true, mode: 0o700 });
  await request(file('ca'), authorityConfig(cluster), []);
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key')];
  await Promise.all(
    certificates(cluster).map((one) => request(file(one.name), opensslConfig(one), signer)),
  );
  await writeFileAtomically(file('service-account.key'), serviceAccountKey());
}

/** The API server signs the tokens of service accounts with it, and checks them with it. */
function serviceAccountKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // SEC 1: from the PKCS 8 form the API server does not derive the public half.
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

async function request(base: string, config: string, signer: readonly string[]): Promise<void> {
  const configFile = `${base}.cnf`;
  await writeFileAtomically(configFile, config);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  await runCommand(
    // prettier-ignore
    ['openssl', 'req', '-x509', '-config', configFile, ...key, '-keyout', `${base}.key`,
      '-out', `${base}.crt`, '-days', VALID_DAYS, ...signer],
    { hint: 'OpenSSL 3 or newer is needed (package openssl).' },
  );
}
