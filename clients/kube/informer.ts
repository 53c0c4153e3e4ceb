import {
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  ListWatch,
  Watch,
} from '@kubernetes/client-node';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { Informer, InformerEvent, ListQuery } from './cluster.ts';

/** A lost watch is taken up again after this long; the list that follows brings what was missed. */
const RESTART_AFTER_MS = 1_000;

export interface InformerSource {
  config: KubeConfig;
  /** Path of the collection. */
  path: string;
  query: ListQuery;
  list(): Promise<{ items: KubeObject[]; resourceVersion: string }>;
}

/**
 * A cached watch over client-node's ListWatch, which stops for good at the first error it cannot read: it is
 * started anew here until `stop`. Its cache tells real changes from repeated ones by the resourceVersion.
 */
export async function startInformer(
  source: InformerSource,
  onEvent: (event: InformerEvent, object: KubeObject) => void,
): Promise<Informer> {
  const first = Promise.withResolvers<undefined>();
  const stopping = new AbortController();
  const watch = new ListWatch<KubernetesObject>(
    source.path,
    new Watch(source.config),
    async () => {
      const { items, resourceVersion } = await source.list();
      queueMicrotask(() => first.resolve(undefined));
      return {
        items,
        metadata: { resourceVersion },
      } as unknown as KubernetesListObject<KubernetesObject>;
    },
    false,
    source.query.labelSelector,
    source.query.fieldSelector,
  );
  watch.on('add', (object) => onEvent('added', plain(object)));
  watch.on('update', (object) => onEvent('updated', plain(object)));
  watch.on('delete', (object) => onEvent('deleted', plain(object)));
  watch.on('error', () => {
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      if (!stopping.signal.aborted) void watch.start();
    }, RESTART_AFTER_MS);
    timer.unref();
  });
  void watch.start();
  await first.promise;
  return {
    list: () => watch.list().map(plain),
    get: (name, namespace) => {
      const found = watch.get(name, namespace);
      return found === undefined ? undefined : plain(found);
    },
    stop: () => {
      stopping.abort();
      return watch.stop();
    },
  };
}

/** A watch passes on what the server sent; only the library's types claim parsed dates. */
function plain(object: KubernetesObject): KubeObject {
  return object as unknown as KubeObject;
}
