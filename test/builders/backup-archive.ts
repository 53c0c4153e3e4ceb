import { gzipSync } from 'node:zlib';
import type { KubeObject } from '../../domain/kube-object.ts';

const BLOCK = 512;

/** The archive of a backup, as Velero lays it into the repository. The resource of a kind is its name in lower case. */
export function packBackup(objects: readonly KubeObject[]): Uint8Array {
  const files = objects.map((object) => {
    const content = Buffer.from(JSON.stringify(object));
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return Buffer.concat([header(pathOf(object), content.length), content, padding]);
  });
  return gzipSync(Buffer.concat([...files, Buffer.alloc(2 * BLOCK)]));
}

/** All that is needed of discovery. */
export function resourceOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return `${kind.toLowerCase()}s${group}`;
}

function pathOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  const scope = namespace === undefined ? 'cluster' : `namespaces/${namespace}`;
  return `resources/${resourceOf(object)}/${scope}/${name}.json`;
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('0', 156);
  block.write('ustar', 257);
  return block;
}
