import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../infra/sandbox/command.ts';

/** PEM. It vouches for itself. */
export interface Certificate {
  key: string;
  cert: string;
}

/** A certificate for a server at 127.0.0.1, for a day. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dray-faults-'));
  const [keyFile, certFile] = [path.join(folder, 'key'), path.join(folder, 'crt')];
  try {
    await runCommand([
      ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ...['-noenc', '-days', '1', '-subj', '/CN=fault-proxy'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile],
    ]);
    const [key, cert] = await Promise.all([keyFile, certFile].map((f) => readFile(f, 'utf8')));
    return { key: key ?? '', cert: cert ?? '' };
  } finally {
    await rm(folder, { recursive: true });
  }
}
