import type { TransformContext } from '../contract.ts';
import { mapNamespace } from '../mapping.ts';

/** One service account as a user, or all of a namespace as a group. */
const IDENTITY = /^(?<start>system:serviceaccounts?:)(?<namespace>[^:]+)(?<rest>:.*)?$/;

/** A user or group in whose name there is a namespace, as the target calls it; any other stays. */
export function mapIdentity(name: string, context: TransformContext): string {
  const found = IDENTITY.exec(name)?.groups;
  if (found === undefined) return name;
  const { start = '', namespace = '', rest = '' } = found;
  return `${start}${mapNamespace(namespace, context)}${rest}`;
}

/** The namespace in the name of a user or group; undefined for people and everybody else. */
export function namespaceOfIdentity(name: string): string | undefined {
  return IDENTITY.exec(name)?.groups?.['namespace'];
}
