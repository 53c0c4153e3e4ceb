import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, type Fixture, type Move, ofEachCluster } from './fixture.ts';
import { authority } from './settings.ts';

/** The namespaces themselves, and the second one, which the first one speaks of. */
export function beside(move: Move): Fixture[] {
  // Free on the target, so that pods still own their files.
  const first = move.source === move.target ? 1_000_650_000 : 1_000_660_000;
  return [
    {
      ...arrives(
        namespace(move.source, {
          annotations: {
            'example.com/contact': 'team blue <blue@example.com>',
            'openshift.io/sa.scc.uid-range': `${first}/10000`,
          },
        }),
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
