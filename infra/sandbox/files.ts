import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file to be written before a daemon starts. */
export interface RenderedFile {
  path: string;
  content: string;
  /** @default 0o600: most of ours hold keys or say where they are. */
  mode?: number;
}

/** Readers see the old content or the new one, never half of it, even when we are killed. */
export async function writeFileAtomically(
  path: string,
  content: string,
  mode = 0o600,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}.tmp`;
  await writeFile(fresh, content, { mode });
  await rename(fresh, path);
}

export async function writeFiles(files: readonly RenderedFile[]): Promise<void> {
  await Promise.all(
    files.map(({ path, content, mode }) => writeFileAtomically(path, content, mode)),
  );
}
