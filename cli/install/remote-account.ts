import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import {
  readRemoteToken,
  REMOTE_TOKEN,
  remoteManifests,
  type RemoteToken,
} from '../../domain/install/remote.ts';
import { describeObject, type KubeObject } from '../../domain/kube-object.ts';
import type { Io } from '../io.ts';
import { pause } from '../pause.ts';
import { applyObjects, type Change } from './apply.ts';

const FILL_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** Makes the account that Drayage uses on a remote cluster, or finds it, and answers with its token. */
export async function makeRemoteAccount(
  cluster: Cluster,
  io: Io,
  tell: (object: KubeObject, change: Change) => void = () => undefined,
): Promise<RemoteToken> {
  await applyObjects(cluster, remoteManifests(), tell);
  const deadline = io.now() + FILL_MS;
  for (;;) {
    const token = readRemoteToken(await cluster.get(REMOTE_TOKEN));
    if (token !== undefined) return token;
    if (io.now() >= deadline) break;
    await pause(io, LOOK_EVERY_MS);
  }
  throw failure('DRAY-1004', {
    detail: `the cluster has not made a token within ${FILL_MS / 1000} s`,
    object: `${cluster.name}: ${describeObject(REMOTE_TOKEN)}`,
    hint: 'Look at the log of kube-controller-manager: its token controller fills the Secret in.',
  });
}
