import { type Hash, createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';

import { cacheDir, fillCacheDir } from '../cache.ts';
import { formatBytes } from '../progress/duration.ts';
import { SandboxFailure } from '../sandbox-failure.ts';
import type { ToolName } from '../toolchain/catalog.ts';
import { DEBIAN_SUITE, type LayerOptions, makeDebianTree } from './debian-layer.ts';
import { makeFilesTree, resolveFiles } from './files-layer.ts';
import { type Layer, isDebianLayer } from './spec.ts';

/** A layer as it is stored: a tar archive, compressed with zstd. */
export interface Blob {
  /** Of the compressed bytes, as `sha256:…`. */
  digest: string;
  /** Of the tar archive: what the image's configuration names. */
  diffId: string;
  sizeBytes: number;
}

export interface BuiltLayer extends Blob {
  file: string;
}

/** To be raised when the same specification gives another archive. */
const formatVersion = 1;

/** A layer of which everything is known that it is made from. */
export interface PlannedLayer {
  /** Undefined when it must be made. */
  find(): Promise<BuiltLayer | undefined>;
  make(options: LayerOptions): Promise<BuiltLayer>;
}

/** Finds out what a layer is made from; waits for the tools it holds to be built. */
export async function planLayer(
  layer: Layer,
  tool: (name: ToolName) => Promise<string>,
): Promise<PlannedLayer> {
  if (isDebianLayer(layer)) {
    return plan([DEBIAN_SUITE, layer], (root, options) => makeDebianTree(layer, root, options));
  }
  const files = await resolveFiles(layer, tool);
  const hashes = files.map(({ path, mode, sha256 }) => [path, mode, sha256]);
  return plan([hashes, layer.directories], (root) => makeFilesTree(layer, files, root));
}

function plan(
  content: unknown,
  makeTree: (root: string, options: LayerOptions) => Promise<void>,
): PlannedLayer {
  const dir = join(cacheDir(), 'layers', layerKey(content));
  return {
    find: () => readBuiltLayer(dir),
    async make(options) {
      await fillCacheDir(dir, async (workDir) => {
        const root = join(workDir, 'root');
        await mkdir(root);
        await makeTree(root, options);
        const blob = await packTree(root, blobFile(workDir), options);
        await rm(root, { recursive: true });
        await writeFile(join(workDir, 'layer.json'), JSON.stringify(blob));
      });
      const built = await readBuiltLayer(dir);
      if (!built) throw new Error(`${dir} vanished while it was made`);
      return built;
    },
  };
}

/** A directory name that changes with everything a layer is made from. */
export function layerKey(content: unknown): string {
  const text = JSON.stringify([formatVersion, process.arch, content]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function blobFile(dir: string): string {
  return join(dir, 'layer.tar.zst');
}

async function readBuiltLayer(dir: string): Promise<BuiltLayer | undefined> {
  try {
    const blob = JSON.parse(await readFile(join(dir, 'layer.json'), 'utf8')) as Blob;
    return { ...blob, file: blobFile(dir) };
  } catch {
    return undefined;
  }
}

/** The same tree gives the same bytes: names sorted, times zero, owners as numbers. */
const tarOptions = ['--create', '--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'];

async function packTree(root: string, file: string, options: LayerOptions): Promise<Blob> {
  const { report, signal } = options;
  const tar = spawn('tar', [...tarOptions, '--directory', root, '.'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const diffId = createHash('sha256');
  const digest = createHash('sha256');
  let sizeBytes = 0;
  const ended = once(tar, 'close') as Promise<[number | null]>;
  await pipeline(
    tar.stdout,
    (source: Readable) => pass(source, diffId, (total) => report(`packing ${formatBytes(total)}`)),
    createZstdCompress(),
    (source: Readable) => pass(source, digest, (total) => (sizeBytes = total)),
    createWriteStream(file),
    { signal },
  );
  const [code] = await ended;
  if (code !== 0) {
    throw new SandboxFailure(`tar failed with exit code ${code ?? 'none'} on ${root}`, {
      hint: 'Is the disk full? `df` shows it.',
    });
  }
  return { digest: toDigest(digest), diffId: toDigest(diffId), sizeBytes };
}

/** Hashes and counts what flows by. */
async function* pass(source: Readable, hash: Hash, count: (total: number) => void) {
  let total = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk);
    total += chunk.length;
    count(total);
    yield chunk;
  }
}

function toDigest(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}
