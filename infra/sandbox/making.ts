import type { Progress } from './progress.ts';
import type { Toolchain } from './toolchain/toolchain.ts';
import type { SandboxVersions } from './versions.ts';

/** What everybody needs who makes a part of the sandbox. */
export interface Making {
  progress: Progress;
  signal: AbortSignal;
  toolchain: Toolchain;
  versions: SandboxVersions;
}
