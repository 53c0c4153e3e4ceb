import { createHash } from 'node:crypto';

import type { Blob } from './layer.ts';
import type { ImageSpec } from './spec.ts';

/** One document of an image with its address. */
export interface Document {
  json: string;
  digest: string;
}

export interface ImageDocuments {
  config: Document;
  manifest: Document;
  /** First 12 digits of the manifest's digest: another image never has the same tag. */
  tag: string;
}

const types = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+zstd',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
} as const;

export const MANIFEST_TYPE = types.manifest;

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The two documents that make layers an image (OCI image specification 1.0). They hold no time, so
 * that the same content always has the same name.
 */
export function describeImage(spec: ImageSpec, layers: readonly Blob[]): ImageDocuments {
  const environment = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...spec.environment };
  const config = toDocument({
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ...(spec.entrypoint && { Entrypoint: spec.entrypoint }),
      ...(spec.command && { Cmd: spec.command }),
      ...(spec.user !== undefined && { User: spec.user }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  });
  const manifest = toDocument({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, digest: config.digest, size: byteLength(config) },
    layers: layers.map(({ digest, sizeBytes }) => ({
      mediaType: types.layer,
      digest,
      size: sizeBytes,
    })),
  });
  return { config, manifest, tag: manifest.digest.slice('sha256:'.length).slice(0, 12) };
}

/** The entry point of a directory that holds one image. */
export function describeLayout({ json, digest }: Document, name: string): Record<string, string> {
  return {
    'oci-layout': JSON.stringify({ imageLayoutVersion: '1.0.0' }),
    'index.json': JSON.stringify({
      schemaVersion: 2,
      manifests: [
        {
          mediaType: types.manifest,
          digest,
          size: Buffer.byteLength(json),
          // containerd takes the whole name from its own annotation, everybody else the tag.
          annotations: { 'io.containerd.image.name': name },
        },
      ],
    }),
  };
}

function toDocument(content: unknown): Document {
  const json = JSON.stringify(content);
  return { json, digest: `sha256:${createHash('sha256').update(json).digest('hex')}` };
}

function byteLength({ json }: Document): number {
  return Buffer.byteLength(json);
}
