import type { KubeObject } from '../../kube-object.ts';
import { recordAnnotation } from '../identity/record.ts';
import type { TransferRole } from '../layout.ts';
import { transferMetadata } from './pod.ts';
import type { TransferSpec } from './spec.ts';
import { KEY_FILE } from './tunnel.ts';

/** stunnel sends this name with the handshake, so that the server finds the key. */
const IDENTITY = 'xfer1';

/**
 * The key of the run as stunnel reads it.
 * @param key 256 bits of a cryptographic source as 64 hexadecimal digits, one per run
 * @throws TypeError when it is anything else; the message does not repeat it
 */
export function keySecret(spec: TransferSpec, role: TransferRole, key: string): KubeObject {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError('the key must be 64 hexadecimal digits');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...transferMetadata(spec, role),
      ...(spec.identities === undefined ? {} : { annotations: recordAnnotation(spec.identities) }),
    },
    type: 'Opaque',
    data: { [KEY_FILE]: btoa(`${IDENTITY}:${key}\n`) },
  };
}

/**
 * The key in a Secret made by {@link keySecret}: a retry uses it again, since the pods hold it.
 * `undefined` when there is none.
 */
export function keyOfSecret(secret: KubeObject): string | undefined {
  const data = secret['data'];
  if (typeof data !== 'object' || data === null || !(KEY_FILE in data)) return undefined;
  const encoded = data[KEY_FILE];
  if (typeof encoded !== 'string') return undefined;
  return /^xfer1:([0-9a-f]{64})\n$/.exec(atob(encoded))?.[1];
}
