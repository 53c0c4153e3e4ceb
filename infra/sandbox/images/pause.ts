import { access, rename } from 'node:fs/promises';

import { runLongCommand } from '../long-command.ts';
import type { Progress } from '../progress.ts';
import { buildImage, localReference } from './build.ts';

export interface ImportableImage {
  /** What containerd calls it after the import; the value of `sandbox_image`. */
  reference: string;
  /** For `ctr --namespace k8s.io images import`. */
  archive: string;
}

/**
 * The image of the container that holds a pod's namespaces, as one file. Every pod needs it, so it
 * is imported into each containerd rather than pulled. It needs no tools to be built before.
 */
export async function buildPauseImage(
  progress: Progress,
  signal?: AbortSignal,
): Promise<ImportableImage> {
  const noTools = { tool: () => Promise.reject(new Error('the pause image holds no tools')) };
  const image = await buildImage('pause', { toolchain: noTools, progress, signal });
  const archive = `${image.layout}.tar`;
  const exists = await access(archive).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const fresh = `${archive}.${process.pid}.tmp`;
    const hint = 'Is the disk full? `df` shows it.';
    await runLongCommand(['tar', '-cf', fresh, '-C', image.layout, '.'], { signal, hint });
    await rename(fresh, archive);
  }
  return { reference: localReference('pause', image.tag), archive };
}
