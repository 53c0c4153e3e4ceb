import * as z from 'zod';
import { GROUP } from '../../kinds/group.ts';
import type { KubeObject } from '../../kube-object.ts';
import { BOTH_ROOT, type Identities, TRANSFER_MODES } from './identity.ts';

/** Fixed beside the key of a transfer, since a pod that is replaced later must be what its peer expects. */
const ANNOTATION = `${GROUP}/transfer-identities`;

const Identity = z.object({
  mode: z.enum(TRANSFER_MODES),
  uid: z.int(),
  gid: z.int().optional(),
  groups: z.array(z.int()),
});
const Record = z.object({ sender: Identity, receiver: Identity });

export function recordAnnotation(identities: Identities): { [ANNOTATION]: string } {
  return { [ANNOTATION]: JSON.stringify(identities) };
}

/** What a Secret says; one of a version that knew root alone says nothing, and its pods run as root. */
export function recordedIdentities(secret: KubeObject): Identities {
  const text = secret.metadata.annotations?.[ANNOTATION];
  if (text === undefined) return BOTH_ROOT;
  const { sender, receiver } = Record.parse(JSON.parse(text));
  return { sender: clean(sender), receiver: clean(receiver) };
}

function clean({ gid, ...rest }: z.infer<typeof Identity>): Identities['sender'] {
  return { ...rest, ...(gid === undefined ? {} : { gid }) };
}
