import type { KubeObject } from '../kube-object.ts';
import { annotationOf, isRecord, listAt, textAt } from '../transform/read.ts';

/** What tells of a cluster's own registry; on plain Kubernetes there is nothing of it. */
export interface RegistryTraces {
  /** Image streams of the namespace `openshift`. */
  streams: readonly KubeObject[];
  /** Service `docker-registry` of the namespace `default`, of OpenShift 3. */
  service?: KubeObject | undefined;
  /** ConfigMap `config` of the namespace `openshift-apiserver`. */
  config?: KubeObject | undefined;
}

/** Where an image stream says under which names its registry is known. */
const INSIDE = 'dockerImageRepository';
const EXPOSED = 'publicDockerImageRepository';

/** The host under which pods know the cluster's own registry; undefined when it has none. */
export function internalRegistry(traces: RegistryTraces): string | undefined {
  const { streams, service, config } = traces;
  return fromStreams(streams, INSIDE) ?? fromService(service) ?? fromConfig(config);
}

/** Every host of the cluster's own registry, inside and exposed. */
export function ownRegistries(traces: RegistryTraces): string[] {
  const hosts = [internalRegistry(traces), fromStreams(traces.streams, EXPOSED)];
  return [...new Set(hosts.flatMap((host) => host ?? []))];
}

/**
 * Hosts of registries, source → target. The exposed host of the source leads from outside to the same images: on the
 * target they are found inside.
 */
export function registryMap(
  source: RegistryTraces,
  target: RegistryTraces,
): Record<string, string> {
  const there = internalRegistry(target);
  if (there === undefined) return {};
  return Object.fromEntries(ownRegistries(source).map((host) => [host, there]));
}

function fromStreams(streams: readonly KubeObject[], field: string): string | undefined {
  for (const stream of streams) {
    const repository = textAt(stream, ['status', field]) ?? '';
    const slash = repository.indexOf('/');
    if (slash > 0) return repository.slice(0, slash);
  }
  return undefined;
}

function fromService(service: KubeObject | undefined): string | undefined {
  const address = textAt(service, ['spec', 'clusterIP']);
  const [first] = listAt(service, ['spec', 'ports']);
  const port = isRecord(first) ? first['port'] : undefined;
  return address === undefined || typeof port !== 'number' ? undefined : `${address}:${port}`;
}

/** The file is YAML; the one line that is asked for reads the same in JSON. */
function fromConfig(config: KubeObject | undefined): string | undefined {
  const text = textAt(config, ['data', 'config.yaml']) ?? '';
  const found = /"?internalRegistryHostname"?:\s*"?([^",\s}]+)/.exec(text);
  return found?.[1];
}

/** Tags of image streams, the default one first: `latest` if there is one. */
export function imageTags(streams: readonly KubeObject[]): Record<string, string[]> {
  return Object.fromEntries(
    streams.map((stream) => {
      const tags = listAt(stream, ['status', 'tags']).flatMap((tag) => textAt(tag, ['tag']) ?? []);
      const latest = tags.filter((tag) => tag === 'latest');
      return [stream.metadata.name, [...latest, ...tags.filter((tag) => tag !== 'latest')]];
    }),
  );
}

const PULL_SECRET = 'openshift.io/internal-registry-pull-secret-ref';
/** On the secret, from 4.16 on; the name of the service account. */
const TOKEN_OF = 'openshift.io/internal-registry-auth-token.service-account';
/** On the secret, before. */
const ACCOUNT_OF = 'kubernetes.io/service-account.name';

/**
 * The secret for the internal registry of each service account, by `namespace/name`.
 * @param secrets of type `kubernetes.io/dockercfg`
 */
export function pullSecrets(
  accounts: readonly KubeObject[],
  secrets: readonly KubeObject[],
): Record<string, string> {
  const byAccount = accounts.flatMap((account): [string, string][] => {
    const name = annotationOf(account, PULL_SECRET);
    return name === undefined ? [] : [[placeOf(account, account.metadata.name), name]];
  });
  const bySecret = secrets.flatMap((secret): [string, string][] => {
    const account = accountOf(secret);
    return account === undefined ? [] : [[placeOf(secret, account), secret.metadata.name]];
  });
  return Object.fromEntries([...bySecret, ...byAccount]);
}

/**
 * The service account that each secret for the internal registry is of, by `namespace/name` of the secret; there may be
 * several of an account.
 * @param secrets of type `kubernetes.io/dockercfg`
 */
export function accountSecrets(secrets: readonly KubeObject[]): Record<string, string> {
  return Object.fromEntries(
    secrets.flatMap((secret): [string, string][] => {
      const account = accountOf(secret);
      return account === undefined ? [] : [[placeOf(secret, secret.metadata.name), account]];
    }),
  );
}

function accountOf(secret: KubeObject): string | undefined {
  return annotationOf(secret, TOKEN_OF) ?? annotationOf(secret, ACCOUNT_OF);
}

function placeOf({ metadata }: KubeObject, name: string): string {
  return `${metadata.namespace ?? ''}/${name}`;
}
