import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { workloadWithVolume } from './applications.ts';
import { waitUntil } from './wait.ts';

const script = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, `${name}.sh`), 'utf8');

/** An entry of a tree, in words; names keep their bytes, one character each. */
export interface Entry {
  /** As find prints it: f, d, l, p, c, b. */
  type: string;
  mode: string;
  owner: string;
  /** Of files and links; that of a directory is its file system's own business. */
  size?: number;
  /** Seconds since 1970, with nanoseconds. */
  modified: string;
  /** All paths of the same file, when there are several. */
  links?: string[];
  target: string;
  /** Names and values in hexadecimal. */
  attributes: string[];
  /** SHA-256 of a file, numbers of a device. */
  content: string;
}

export interface Tree {
  entries: Record<string, Entry>;
  /** Bytes on disk of each file. */
  allocated: Record<string, number>;
}

/** A Deployment and a claim, both called `tree`, in a namespace that exists. Its pod is ready when the tree is made. */
export function treeManifests(options: {
  namespace: string;
  image: string;
  capacity: string;
}): KubeObject[] {
  return workloadWithVolume({
    ...options,
    name: 'tree',
    script: 'exec bash -c "$TREE"',
    environment: { TREE: script('torture-tree') },
    ready: ['test', '-e', '/data/.made'],
  });
}

/** Reads the volume of a claim in a pod of its own, which is gone afterwards. */
export async function readTree(
  cluster: Cluster,
  { namespace, claim, image }: { namespace: string; claim: string; image: string },
): Promise<Tree> {
  const pod = readerPod({ namespace, claim, image });
  const { name } = pod.metadata;
  await cluster.create(pod);
  const key = { apiVersion: 'v1', kind: 'Pod', name, namespace };
  try {
    await waitUntil(
      async () => (phaseOf(await cluster.get(key)) === 'Running' ? true : undefined),
      { what: `pod ${name} on ${cluster.name}`, limitMs: 60_000, clues: () => cluster.get(key) },
    );
    const command = ['bash', '-c', script('describe-tree'), 'describe-tree', '/data'];
    const told = await cluster.exec({ namespace, pod: name, container: 'main', command });
    if (told.exitCode !== 0) throw new Error(`describe-tree: ${told.stderr}`);
    return parseTree(told.stdout);
  } finally {
    await cluster.delete(key, { gracePeriodSeconds: 0 });
  }
}

function readerPod(options: { namespace: string; claim: string; image: string }): KubeObject {
  const { namespace, claim, image } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `reader-of-${claim}`, namespace },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          ...{ name: 'main', image, command: ['sleep', '600'] },
          volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim, readOnly: true } }],
    },
  };
}

function phaseOf(pod: KubeObject | undefined): string | undefined {
  return ((pod?.['status'] ?? {}) as { phase?: string }).phase;
}

/** The fields of one entry, in the order in which describe-tree.sh prints them. */
const FIELDS = [
  ...(['name', 'type', 'mode', 'owner', 'size', 'modified', 'count', 'inode'] as const),
  ...(['target', 'blocks', 'attributes', 'content'] as const),
];
type Row = Record<(typeof FIELDS)[number], string>;

const BLOCK_BYTES = 512;

/** Reads a volume by the script in a pod of the application, as that sees it. */
export async function readTreeWith(run: (command: string[]) => Promise<string>): Promise<Tree> {
  return parseTree(await run(['bash', '-c', script('describe-tree'), 'describe-tree', '/data']));
}

function parseTree(base64: string): Tree {
  const rows = readRows(Buffer.from(base64, 'base64').toString('latin1').split('\0'));
  const byInode = Map.groupBy(rows, ({ inode }) => inode);
  const tree: Tree = { entries: {}, allocated: {} };
  for (const row of rows) {
    const links = (byInode.get(row.inode) ?? []).map(({ name }) => name);
    tree.entries[row.name] = entryOf(row, links);
    tree.allocated[row.name] = Number(row.blocks) * BLOCK_BYTES;
  }
  return tree;
}

function readRows(words: string[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at + FIELDS.length <= words.length; at += FIELDS.length) {
    const pairs = FIELDS.map((field, index) => [field, words[at + index]]);
    rows.push(Object.fromEntries(pairs) as Row);
  }
  return rows;
}

function entryOf(row: Row, links: string[]): Entry {
  const { type, mode, owner, modified, target, content } = row;
  return {
    ...{ type, mode, owner, modified, target, content },
    ...(type === 'd' ? {} : { size: Number(row.size) }),
    ...(type !== 'd' && Number(row.count) > 1 ? { links } : {}),
    attributes: row.attributes.split('\n').filter((line) => line !== ''),
  };
}
