import type { Cluster } from '../clients/kube/cluster.ts';
import { type Failure, failure, isFailure } from '../domain/failures/failure.ts';
import type { FailureCode } from '../domain/failures/table.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import { judgeTried, type PodAnswer, type Tried } from '../domain/transfer/identity/answers.ts';
import { applicationUser } from '../domain/transfer/identity/application-user.ts';
import { candidatesFor } from '../domain/transfer/identity/candidates.ts';
import { groupRangeOf, userRangeOf } from '../domain/transfer/identity/id-range.ts';
import { BOTH_ROOT, type TransferIdentity } from '../domain/transfer/identity/identity.ts';
import { recordedIdentities } from '../domain/transfer/identity/record.ts';
import type { TransferRole } from '../domain/transfer/layout.ts';
import { keySecret } from '../domain/transfer/manifests/key-secret.ts';
import { namespaceOf } from '../domain/transfer/manifests/pod.ts';
import { receiverPod } from '../domain/transfer/manifests/receiver.ts';
import { senderPod } from '../domain/transfer/manifests/sender.ts';
import type { TransferSpec } from '../domain/transfer/manifests/spec.ts';
import type { Ports } from './ports.ts';
import { settingsOf } from './settings.ts';
import { freshKey, type TransferEnds, transferSpec } from './transfer-pods.ts';
import { fitResources } from './transfer-room.ts';

/**
 * The transfer of one volume, with who runs at its ends: as its key says, which is there as long as the transfer is.
 * The first who asks makes the key; who runs is chosen then, and stays so: the last pass comes when no pod of the
 * application is left to tell.
 */
export async function identifiedSpec(
  ports: Pick<Ports, 'clusters' | 'moverImage'>,
  ends: TransferEnds,
  { facts, volume }: { facts: RunFacts; volume: RunVolume },
): Promise<TransferSpec> {
  const spec = transferSpec(ports.moverImage, facts, volume);
  const key = keyOf(keySecret(spec, 'receiver', freshKey()));
  const found = await ends.target.get(key);
  if (found !== undefined) return { ...spec, identities: recordedIdentities(found) };
  const identities = await chooseIdentities(ports.clusters.host, ends, spec, facts);
  try {
    await ends.target.create(keySecret({ ...spec, identities }, 'receiver', freshKey()));
    return { ...spec, identities };
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
  }
  // Another try of the act was first.
  const first = await ends.target.get(key);
  return { ...spec, identities: first === undefined ? identities : recordedIdentities(first) };
}

async function chooseIdentities(
  host: Cluster,
  ends: TransferEnds,
  spec: TransferSpec,
  { runAs = {} }: RunFacts,
): Promise<typeof BOTH_ROOT> {
  const { namespace, claim } = spec.volume;
  const [settings, pods, sourceNamespace, targetNamespace] = await Promise.all([
    settingsOf(host),
    ends.source.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    ends.source.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }),
    ends.target.get({ apiVersion: 'v1', kind: 'Namespace', name: spec.target.namespace }),
  ]);
  const application = applicationUser(claim, pods);
  const known = { asked: runAs, application, sourceUsers: userRangeOf(sourceNamespace) };
  const candidates = (role: TransferRole, home: KubeObject | undefined) =>
    candidatesFor({
      ...known,
      role,
      users: userRangeOf(home),
      groups: groupRangeOf(home),
      extraGroups: settings.supplementalGroups[role === 'sender' ? 'source' : 'target'],
    });
  const [sender, receiver] = await Promise.all([
    chooseEnd(ends, spec, 'sender', candidates('sender', sourceNamespace)),
    chooseEnd(ends, spec, 'receiver', candidates('receiver', targetNamespace)),
  ]);
  return { sender, receiver };
}

/** The first of them whose pod the cluster would take: nobody else knows all that has a say in it. */
async function chooseEnd(
  ends: TransferEnds,
  spec: TransferSpec,
  role: TransferRole,
  candidates: readonly TransferIdentity[],
): Promise<TransferIdentity> {
  const cluster = role === 'sender' ? ends.source : ends.target;
  const object = `${cluster.name}: Namespace ${namespaceOf(spec, role)}`;
  const fitted = await fitResources(ends, spec);
  const tried: Tried[] = [];
  for (const [place, identity] of candidates.entries()) {
    const answer = await ask(cluster, podOf(fitted, role, identity));
    tried.push({ identity, answer });
    const choice = judgeTried(tried, candidates.length - place - 1);
    if (choice === 'next') continue;
    if ('identity' in choice) return choice.identity;
    throw failure(choice.code, { detail: choice.detail, object });
  }
  throw new TypeError('the last candidate is accepted or refused');
}

function podOf(spec: TransferSpec, role: TransferRole, identity: TransferIdentity): KubeObject {
  const identities = { ...BOTH_ROOT, [role]: identity };
  return role === 'sender'
    ? senderPod({ ...spec, identities }, { placement: {} })
    : receiverPod({ ...spec, identities });
}

/** What an API server says of an object, rather than of the network or of itself. */
const SAID_OF_PODS = new Set<FailureCode>(['DRAY-1005', 'DRAY-1009']);

/** The token, that is, and not the pod. */
const LACKS_RIGHT = /cannot \S+ resource/;

async function ask(cluster: Cluster, pod: KubeObject): Promise<PodAnswer> {
  try {
    await cluster.create(pod, { dryRun: true });
    return 'admitted';
  } catch (error) {
    if (!isFailure(error)) throw error;
    // One of that name is there: it was admitted.
    if (error.code === 'DRAY-1011') return 'admitted';
    if (SAID_OF_PODS.has(error.code) && !LACKS_RIGHT.test(error.detail))
      return { refused: refusalIn(error) };
    throw error;
  }
}

function refusalIn({ detail }: Failure): string {
  return detail.replace(/^pods "[^"]*" is forbidden: /, '');
}
