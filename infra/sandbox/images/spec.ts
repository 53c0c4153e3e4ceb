import type { ToolName } from '../toolchain/catalog.ts';

/** The images of the sandbox; there is no outside registry to pull any from. */
export type ImageName =
  | 'pause'
  | 'busybox'
  | 'mover'
  | 'postgres'
  | 'web'
  | 'hook-runner'
  | 'coredns'
  | 'local-path-provisioner'
  | 'velero'
  | 'velero-plugin-for-aws';

/** Files of Debian packages; their maintainer scripts do not run. */
export interface DebianLayer {
  /** With all they depend on, and nothing they only recommend. */
  packages: readonly string[];
  /** Only these files stay, as patterns from the root; @default all. */
  keep?: readonly string[];
  /** Files and directories to leave out, beside documentation and translations. */
  cut?: readonly string[];
  /** Give every program of busybox its name, where no better one is there. */
  applets?: boolean;
  /** Write /etc/ssl/certs/ca-certificates.crt, as the script of `ca-certificates` would. */
  certificates?: boolean;
}

/** One file, from where its content comes. */
export type FileSource =
  | { text: string }
  | { tool: ToolName }
  /** Relative to the repository's root. */
  | { repository: string };

export interface LayerFile {
  source: FileSource;
  /** @default 0o644; 0o755 for tools */
  mode?: number;
}

/** Files of our own, all of them root's. */
export interface FilesLayer {
  /** By absolute path. */
  files?: Readonly<Record<string, LayerFile>>;
  directories?: Readonly<Record<string, number>>;
}

export type Layer = DebianLayer | FilesLayer;

export interface ImageSpec {
  /** From the bottom up; equal layers of several images are made, pushed and stored once. */
  layers: readonly Layer[];
  entrypoint?: readonly string[];
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  user?: string;
}

export function isDebianLayer(layer: Layer): layer is DebianLayer {
  return 'packages' in layer;
}
