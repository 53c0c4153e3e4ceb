import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { failure } from '../domain/failures/failure.ts';
import type { TransferRole } from '../domain/transfer/layout.ts';
import { compareSections, type Difference } from '../domain/transfer/manifest-differences.ts';
import {
  fetchCommand,
  manifestCommand,
  type ManifestSummary,
  parseSummary,
  type Section,
} from '../domain/transfer/xfer.ts';
import { runDetached, withHeartbeat } from './detached.ts';
import { type Mover, moverAt } from './mover.ts';
import type { Ports } from './ports.ts';
import { identifiedSpec } from './transfer-identity.ts';
import { isOfUser } from '../domain/transfer/manifests/pod.ts';
import { ensureTransferPods, transferEnds } from './transfer-pods.ts';
import type { VolumeRequest } from './volumes.ts';

export interface DescribeRequest extends VolumeRequest {
  role: TransferRole;
  /** Names the manifest inside the pod. */
  id: string;
  /** An earlier manifest: only what has changed since is read. */
  since?: string;
  /** Beside a running application: at the end of every queue. */
  gently?: boolean;
}

export interface CompareRequest extends VolumeRequest {
  id: string;
  sections: Section[];
}

/** A container that is short of memory dies of the same again. */
const MOST_ATTEMPTS = 5;
/** As many paths as a person reads. */
const LISTED = 20;

/** What is in a volume, described at each end by a program that copied nothing. */
export function createManifestActivities(ports: Ports) {
  return {
    /** Describes one end: every path with its metadata and the digest of its content. */
    async describeVolume(request: DescribeRequest): Promise<ManifestSummary> {
      const { facts, volume, role, id, since, gently } = request;
      const ends = await transferEnds(ports, facts);
      const spec = await identifiedSpec(ports, ends, { facts, volume });
      const mover = moverAt(role, ends, spec);
      const options = {
        ...(since === undefined ? {} : { since }),
        ...(gently === undefined ? {} : { gently }),
        ...(isOfUser(spec) ? { asUser: true } : {}),
      };
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        const tryId = attempt === 1 ? id : `${id}-${attempt}`;
        await ensureTransferPods(ends, spec);
        const command = manifestCommand(tryId, options);
        const status = await runDetached(mover, tryId, command, ({ out }) => ({
          manifest: tryId,
          says: out.trim().split('\n').at(-1),
        }));
        if (status.state !== 'done') continue;
        const summary = status.rc === 0 ? parseSummary(status.out) : undefined;
        if (summary !== undefined) return summary;
        const detail = `the manifest ended with ${status.rc ?? '?'}: ${status.err.slice(-300)}`;
        throw failure('DRAY-3008', { detail, object: mover.object });
      }
      const detail = `the manifest was lost ${MOST_ATTEMPTS} times with the container that made it`;
      throw failure('DRAY-3014', { detail, object: mover.object });
    },

    /** Lists what differs, by path; only asked for when the digests are not equal. */
    async compareVolume(request: CompareRequest): Promise<Difference[]> {
      const ends = await transferEnds(ports, request.facts);
      const spec = await identifiedSpec(ports, ends, request);
      const sender = moverAt('sender', ends, spec);
      const receiver = moverAt('receiver', ends, spec);
      const found: Difference[] = [];
      for (const section of request.sections) {
        const [source, target] = await withHeartbeat(section, () =>
          Promise.all([
            fetchSection(sender, request.id, section),
            fetchSection(receiver, request.id, section),
          ]),
        );
        const limit = LISTED - found.length;
        const { differences } = await compareSections({ section, source, target }, limit);
        found.push(...differences);
      }
      return found;
    },
  };
}

async function fetchSection(
  mover: Mover,
  id: string,
  section: Section,
): Promise<AsyncIterable<Uint8Array>> {
  const encoded = await mover.run(fetchCommand(id, section));
  return Readable.from([Buffer.from(encoded, 'base64')]).pipe(createGunzip());
}
