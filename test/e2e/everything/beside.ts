import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, type Fixture, type Move, ofEachCluster } from './fixture.ts';
import { authority } from './settings.ts';

/** The namespaces themselves, and the second one, which the first one speaks of. */
export function beside(move: Move): Fixture[] {
  return [
    {
      ...arrives(
        namespace(move.source, {
          annotations: {
            'example.com/contact': 'team blue <blue@example.com>',
            'openshift.io/sa.scc.uid-range': '1000650000/10000',
          },
        }),
        // Each cluster gives ranges of its own.
        { at: ['metadata', 'annotations', 'openshift.io/sa.scc.uid-range'], is: undefined },
      ),
      given: true,
    },
    authority(),
    arrives({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'guest' } }),
    {
      ...arrives({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }),
      given: true,
    },
  ];
}

/** It is on the target already, with objects of somebody else in it. */
export function mainNamespace({ source }: Move, labels: Record<string, string>): Fixture {
  const why = 'a namespace that is there is left as it is';
  return { ...ofEachCluster(namespace(source, { labels }), why), given: true };
}

export function namespace(
  name: string,
  { labels = {}, annotations = {} }: Pick<KubeObject['metadata'], 'labels' | 'annotations'>,
): KubeObject {
  const metadata = { name, labels: { team: 'blue', ...labels }, annotations };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}
