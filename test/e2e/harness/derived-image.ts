import { createHash } from 'node:crypto';

interface Blob {
  mediaType: string;
  digest: string;
  size: number;
}

interface Manifest {
  mediaType: string;
  config: Blob;
}

interface ImageConfig {
  config: { Entrypoint?: string[]; Cmd?: string[] };
}

/**
 * An image with the files of another and a program of its own, in the same repository of the sandbox's registry.
 * @param reference `host:port/repository:tag`, over plain HTTP
 * @returns the reference of the new image
 */
export async function deriveImage(
  reference: string,
  { tag, script }: { tag: string; script: string },
): Promise<string> {
  const [, registry, repository, base] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? [];
  if (registry === undefined || repository === undefined || base === undefined) {
    throw new Error(`${reference} is not host:port/repository:tag`);
  }
  const api = `http://${registry}/v2/${repository}`;
  const accept = 'application/vnd.oci.image.manifest.v1+json';
  const found = await answer(fetch(`${api}/manifests/${base}`, { headers: { accept } }));
  const manifest = (await found.json()) as Manifest;
  const blob = await answer(fetch(`${api}/blobs/${manifest.config.digest}`));
  const image = (await blob.json()) as ImageConfig;
  const config = { ...image.config, Entrypoint: ['/bin/sh', '-c', script] };
  delete config.Cmd;
  const changed = JSON.stringify({ ...image, config });
  const digest = `sha256:${createHash('sha256').update(changed).digest('hex')}`;
  await putBlob(api, digest, changed);
  const size = Buffer.byteLength(changed);
  await answer(
    fetch(`${api}/manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': manifest.mediaType },
      body: JSON.stringify({ ...manifest, config: { ...manifest.config, digest, size } }),
    }),
  );
  return `${registry}/${repository}:${tag}`;
}

async function putBlob(api: string, digest: string, body: string): Promise<void> {
  const begun = await answer(fetch(`${api}/blobs/uploads/`, { method: 'POST' }));
  const upload = new URL(begun.headers.get('location') ?? '', api);
  upload.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await answer(fetch(upload, { method: 'PUT', headers, body }));
}

async function answer(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (response.ok) return response;
  throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}
