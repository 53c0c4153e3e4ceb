import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { waitUntil } from '../e2e/harness/wait.ts';

const SCRIPT = readFileSync(path.join(import.meta.dirname, 'list-volume.sh'), 'utf8');
const LIST = '/tmp/list';
const RESULT = '/tmp/result';
/** Ten gibibytes of holes are read, too. */
const LIST_LIMIT_MS = 500_000;
/** Of a list that differs, so much is shown. */
const SHOWN_LINES = 40;

/** A volume, listed entry by entry in a pod of its own. */
export interface Listing {
  digest: string;
  entries: number;
  /** Bytes on disk. */
  allocated: number;
}

export interface Listed {
  namespace: string;
  claim: string;
  image: string;
}

/** Lists both volumes, and says in which lines they differ. */
export async function compareVolumes(
  source: { cluster: Cluster } & Listed,
  target: { cluster: Cluster } & Listed,
): Promise<{ source: Listing; target: Listing; differences: string[] }> {
  await using ends = new AsyncDisposableStack();
  const open = async ({ cluster, ...listed }: { cluster: Cluster } & Listed) => {
    const reader = readerOf(listed);
    await cluster.create(reader);
    ends.defer(() => removePod(cluster, reader));
    await awaitRunning(cluster, reader);
    return { cluster, reader };
  };
  const [here, there] = await Promise.all([open(source), open(target)]);
  const [listed, arrived] = await Promise.all([list(here), list(there)]);
  const differences =
    listed.digest === arrived.digest ? [] : differencesOf(await read(here), await read(there));
  return { source: listed, target: arrived, differences };
}

const WHOLE = `bash -c "$SCRIPT" list-volume /data ${LIST} > ${RESULT}.part && mv ${RESULT}.part ${RESULT}`;

type Reader = { cluster: Cluster; reader: KubeObject };

async function list(at: Reader): Promise<Listing> {
  const look = ['sh', '-c', `cat ${RESULT} 2>/dev/null || true`];
  const told = await waitUntil(async () => (await inside(at, look)) || undefined, {
    what: `the list of ${at.reader.metadata.name} on ${at.cluster.name}`,
    limitMs: LIST_LIMIT_MS,
  });
  const [digest = '', entries, allocated] = told.trim().split(' ');
  return { digest, entries: Number(entries), allocated: Number(allocated) };
}

function read(at: Reader): Promise<string> {
  return inside(at, ['base64', '-w0', LIST]);
}

async function inside({ cluster, reader }: Reader, command: string[]): Promise<string> {
  const { name, namespace = '' } = reader.metadata;
  const told = await cluster.exec({ namespace, pod: name, container: 'main', command });
  if (told.exitCode === 0) return told.stdout;
  throw new Error(`${command[0] ?? ''} ended with ${told.exitCode}: ${told.stderr}`);
}

function differencesOf(here: string, there: string): string[] {
  const lines = (base64: string) => Buffer.from(base64, 'base64').toString('latin1').split('\n');
  const [ours, theirs] = [new Set(lines(here)), new Set(lines(there))];
  const only = (some: Set<string>, others: Set<string>, sign: string) =>
    [...some].filter((line) => !others.has(line)).map((line) => `${sign} ${line}`);
  const all = [...only(ours, theirs, '-'), ...only(theirs, ours, '+')];
  return [`${all.length} lines`, ...all.slice(0, SHOWN_LINES)];
}

function readerOf({ namespace, claim, image }: Listed): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `lister-of-${claim.slice(0, 1)}`, namespace },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      containers: [
        {
          ...{ name: 'main', image },
          // Takes longer than a command may that is waited for.
          command: ['bash', '-c', `(${WHOLE}) || exit 1; exec sleep 1800`],
          env: [{ name: 'SCRIPT', value: SCRIPT }],
          volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
    },
  };
}

async function awaitRunning(cluster: Cluster, { metadata }: KubeObject): Promise<void> {
  const { name, namespace = '' } = metadata;
  const key = { apiVersion: 'v1', kind: 'Pod', name, namespace };
  await waitUntil(
    async () => {
      const { phase } = ((await cluster.get(key))?.['status'] ?? {}) as { phase?: string };
      return phase === 'Running' ? true : undefined;
    },
    { what: `pod ${name} on ${cluster.name}`, limitMs: 120_000, clues: () => cluster.get(key) },
  );
}

async function removePod(cluster: Cluster, { metadata }: KubeObject): Promise<void> {
  const { name, namespace = '' } = metadata;
  const key = { apiVersion: 'v1', kind: 'Pod', name, namespace };
  await cluster.delete(key, { gracePeriodSeconds: 0 });
}
