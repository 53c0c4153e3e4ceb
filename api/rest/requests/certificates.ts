import { X509Certificate } from 'node:crypto';
import * as z from 'zod';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Certificates in PEM; each is parsed, since a broken one shows only much later as "not trusted". */
export const CaBundle = z
  .string()
  .refine(
    areCertificates,
    'give one or more certificates in PEM, from "-----BEGIN CERTIFICATE-----" on',
  )
  .describe('Certificates that vouch for the server, in PEM.');

function areCertificates(pem: string): boolean {
  const blocks = pem.match(BLOCK) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}
