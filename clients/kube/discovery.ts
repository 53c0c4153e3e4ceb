import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { ServedApi, ServedKind } from '../../domain/objects/served.ts';
import type { Transport } from './transport.ts';

interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs?: string[];
  hasStatus: boolean;
}

interface GroupVersion {
  groupVersion?: string;
}

interface GroupList {
  groups?: { versions?: GroupVersion[]; preferredVersion?: GroupVersion }[];
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

  /** Everything that is served, read anew. */
  async served(): Promise<ServedApi> {
    const list = (await this.#transport.json({
      method: 'GET',
      path: '/apis',
      object: `${this.#cluster}: API groups`,
    })) as GroupList;
    const versions = ['v1', ...(list.groups ?? []).flatMap(preferredFirst)];
    const read = await Promise.all(
      versions.map(async (apiVersion) => ({ apiVersion, kinds: await this.#readIfUp(apiVersion) })),
    );
    return {
      kinds: read.flatMap(({ apiVersion, kinds = [] }) =>
        kinds.map((resource) => describe(apiVersion, resource)),
      ),
      silent: read.flatMap(({ apiVersion, kinds }) => (kinds === undefined ? apiVersion : [])),
    };
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

  /** Undefined when the server of an aggregated API is away: it must not keep the others from being read. */
  async #readIfUp(apiVersion: string): Promise<Resource[] | undefined> {
    try {
      return await this.#read(apiVersion);
    } catch (error) {
      if (isFailure(error, 'DRAY-1006')) return undefined;
      throw error;
    }
  }

  async #fetch(apiVersion: string): Promise<Resource[]> {
    try {
      const list = (await this.#transport.json({
        method: 'GET',
        path: groupPath(apiVersion),
        object: `${this.#cluster}: API group ${apiVersion}`,
      })) as { resources?: Omit<Resource, 'hasStatus'>[] };
      const names = new Set(list.resources?.map(({ name }) => name));
      return (list.resources ?? [])
        .filter(({ name }) => !name.includes('/'))
        .map((resource) => ({ ...resource, hasStatus: names.has(`${resource.name}/status`) }));
    } catch (error) {
      if (isFailure(error, 'DRAY-1007')) return [];
      throw error;
    }
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function preferredFirst({
  versions = [],
  preferredVersion,
}: NonNullable<GroupList['groups']>[number]): string[] {
  const names = [preferredVersion, ...versions].flatMap((version) => version?.groupVersion ?? []);
  return [...new Set(names)];
}

function describe(apiVersion: string, resource: Resource): ServedKind {
  const { name, kind, namespaced, verbs = [], hasStatus } = resource;
  return { apiVersion, kind, resource: name, namespaced, verbs, hasStatus };
}
