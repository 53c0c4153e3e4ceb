import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { Transport } from './transport.ts';

interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs?: string[];
}

interface GroupList {
  groups?: { preferredVersion?: { groupVersion?: string } }[];
}

/** Kinds come and go with CustomResourceDefinitions, so an unknown kind is looked up again, at most this often. */
const RELOAD_AFTER_MS = 2_000;

/** Which path serves a kind, read from the API server's own lists and kept. */
export class Discovery {
  readonly #transport: Transport;
  readonly #cluster: string;
  readonly #groups = new Map<string, { resources: Resource[]; readAt: number }>();

  constructor(transport: Transport, cluster: string) {
    this.#transport = transport;
    this.#cluster = cluster;
  }

  /** The collection's path of a kind; `namespace` is ignored for kinds of the whole cluster. */
  async path(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const { name, namespaced } = await this.#resource(apiVersion, kind);
    const scope = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${groupPath(apiVersion)}${scope}/${name}`;
  }

  async kinds(apiVersion: string): Promise<string[]> {
    return (await this.#read(apiVersion)).map((resource) => resource.kind);
  }

  /** Every kind that can be listed and deleted in a namespace, in its group's preferred version. */
  async namespacedKinds(): Promise<{ apiVersion: string; kind: string }[]> {
    const list = (await this.#transport.json({
      method: 'GET',
      path: '/apis',
      object: `${this.#cluster}: API groups`,
    })) as GroupList;
    const groups = (list.groups ?? []).flatMap(
      (group) => group.preferredVersion?.groupVersion ?? [],
    );
    const kinds = await Promise.all(
      ['v1', ...groups].map(async (apiVersion) =>
        (await this.#readIfServed(apiVersion))
          .filter(({ namespaced, verbs = [] }) => namespaced && canSweep(verbs))
          .map(({ kind }) => ({ apiVersion, kind })),
      ),
    );
    return kinds.flat();
  }

  async #resource(apiVersion: string, kind: string): Promise<Resource> {
    const known = this.#groups.get(apiVersion);
    const found = known?.resources.find((resource) => resource.kind === kind);
    if (found !== undefined) return found;
    if (known === undefined || Date.now() - known.readAt > RELOAD_AFTER_MS) {
      const fresh = (await this.#read(apiVersion)).find((resource) => resource.kind === kind);
      if (fresh !== undefined) return fresh;
    }
    throw failure('DRAY-1010', {
      detail: `${kind} of ${apiVersion} is not served`,
      object: this.#cluster,
    });
  }

  async #read(apiVersion: string): Promise<Resource[]> {
    const resources = await this.#fetch(apiVersion);
    this.#groups.set(apiVersion, { resources, readAt: Date.now() });
    return resources;
  }

  /** An aggregated API whose server is away has nothing to list; it must not keep others from being listed. */
  async #readIfServed(apiVersion: string): Promise<Resource[]> {
    try {
      return await this.#read(apiVersion);
    } catch (error) {
      if (isFailure(error, 'DRAY-1006')) return [];
      throw error;
    }
  }

  async #fetch(apiVersion: string): Promise<Resource[]> {
    try {
      const list = (await this.#transport.json({
        method: 'GET',
        path: groupPath(apiVersion),
        object: `${this.#cluster}: API group ${apiVersion}`,
      })) as { resources?: Resource[] };
      return (list.resources ?? []).filter((resource) => !resource.name.includes('/'));
    } catch (error) {
      if (isFailure(error, 'DRAY-1007')) return [];
      throw error;
    }
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function canSweep(verbs: readonly string[]): boolean {
  return verbs.includes('list') && verbs.includes('delete');
}
