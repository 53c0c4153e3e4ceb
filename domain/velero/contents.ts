import type { KubeObject } from '../kube-object.ts';
import type { BackedUpItem } from './share.ts';
import { filesInTar } from './tar.ts';

/** Where in the repository the objects of a backup lie, as a tar archive in gzip. */
export function contentsKey(backup: string): string {
  return `backups/${backup}/${backup}.tar.gz`;
}

/** `resources/deployments.apps/namespaces/shop/web.json`; what another directory lies between is the same again. */
const ITEM = /^resources\/([^/]+)\/(?:namespaces\/[^/]+|cluster)\/[^/]+\.json$/;

/** The objects of a backup, each in the version that Velero restores. */
export function itemsInBackup(archive: Uint8Array): BackedUpItem[] {
  const items: BackedUpItem[] = [];
  for (const { path, content } of filesInTar(archive)) {
    const resource = ITEM.exec(path)?.[1];
    if (resource === undefined) continue;
    const object = JSON.parse(new TextDecoder().decode(content)) as KubeObject;
    items.push({ resource, object });
  }
  return items;
}
