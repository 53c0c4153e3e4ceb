import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { SandboxFailure } from '../sandbox-failure.ts';
import type { ToolName } from '../toolchain/catalog.ts';
import type { FileSource, FilesLayer } from './spec.ts';

const repositoryRoot = join(import.meta.dirname, '..', '..', '..');

/** A layer's files with everything known that makes up its content. */
export interface ResolvedFile {
  /** Absolute path in the image. */
  path: string;
  mode: number;
  content: { text: string } | { file: string };
  sha256: string;
}

/** Finds each file of a layer; waits for the tools among them to be built. */
export async function resolveFiles(
  layer: FilesLayer,
  tool: (name: ToolName) => Promise<string>,
): Promise<ResolvedFile[]> {
  const entries = Object.entries(layer.files ?? {}).map(async ([path, { source, mode }]) => {
    const content = await locate(source, tool);
    const defaultMode = 'tool' in source ? 0o755 : 0o644;
    const sha256 = 'text' in content ? hashText(content.text) : await hashFile(content.file);
    return { path, mode: mode ?? defaultMode, content, sha256 };
  });
  return Promise.all(entries);
}

async function locate(
  source: FileSource,
  tool: (name: ToolName) => Promise<string>,
): Promise<{ text: string } | { file: string }> {
  if ('text' in source) return source;
  if ('tool' in source) return { file: await tool(source.tool) };
  return { file: join(repositoryRoot, source.repository) };
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (cause) {
    throw new SandboxFailure(`Cannot read ${file}, which is part of an image`, {
      hint: 'Check that the checkout is complete: `git status`.',
      cause,
    });
  }
  return hash.digest('hex');
}

/** Lays a layer's files out below a directory. */
export async function makeFilesTree(
  layer: FilesLayer,
  files: readonly ResolvedFile[],
  root: string,
): Promise<void> {
  for (const [path, mode] of Object.entries(layer.directories ?? {})) {
    await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, path), mode);
  }
  for (const { path, mode, content } of files) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    if ('text' in content) await writeFile(target, content.text);
    else await copyFile(content.file, target);
    await chmod(target, mode);
  }
}
