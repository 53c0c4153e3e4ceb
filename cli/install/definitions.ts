import { readdir, readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../domain/kube-object.ts';

const FOLDER = new URL('../../infra/crds/', import.meta.url);

/** The CustomResourceDefinitions that belong to this version. */
export async function readDefinitions(): Promise<KubeObject[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, FOLDER), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}
