import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { contextWith, T } from '../transform/golden/context.ts';
import { wantedImages } from './wanted.ts';

const CONTEXT = contextWith({ source: { accountSecrets: { 'shop/web-dockercfg-x': 'web' } } });

/** What is wanted for workloads that arrive as they are. */
function wantedBy(...workloads: KubeObject[]) {
  return wantedImages(
    workloads.map((found) => ({ found, wanted: found })),
    CONTEXT,
  );
}

function deployment(name: string, podSpec: unknown): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { template: { spec: podSpec } },
  };
}

describe('wantedImages', () => {
  it('names every image once, those of init containers first, and what the pods need to get them', () => {
    const [found, ...others] = wantedBy(
      deployment('web', {
        initContainers: [{ image: 'tools:1' }],
        containers: [{ image: 'web:1' }, { image: 'tools:1' }],
        imagePullSecrets: [{ name: 'registry' }, { name: 'web-dockercfg-x' }],
        serviceAccountName: 'web',
        nodeSelector: { disk: 'ssd' },
        affinity: { nodeAffinity: { some: 'rule' }, podAffinity: { another: 'one' } },
      }),
    );

    expect(others).toEqual([]);
    expect(found).toEqual({
      namespace: 'shop',
      workload: 'Deployment web',
      images: ['tools:1', 'web:1'],
      pullSecrets: ['registry'],
      serviceAccount: 'web',
      placement: { nodeSelector: { disk: 'ssd' }, nodeAffinity: { some: 'rule' } },
    });
  });

  it('finds the pods of a CronJob', () => {
    const cron: KubeObject = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: 'job:1' }] } } } } },
    };

    expect(wantedBy(cron)).toMatchObject([{ workload: 'CronJob nightly', images: ['job:1'] }]);
  });

  it('pulls once for workloads of the same pods', () => {
    const podSpec = { containers: [{ image: 'web:1' }] };

    expect(wantedBy(deployment('a', podSpec), deployment('b', podSpec))).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['images that are never pulled', { containers: [{ image: 'x', imagePullPolicy: 'Never' }] }],
    ['images that a trigger has yet to fill in', { containers: [{ image: ' ' }] }],
    ['images that come with their stream', { containers: [{ image: `${T}/shop2/web:1` }] }],
    ['pods without an image', { containers: [{}] }],
    ['a workload without pods', undefined],
  ])('asks for nothing for %s', (_name, podSpec) => {
    expect(wantedBy(deployment('web', podSpec))).toEqual([]);
  });

  it('asks for images as the target names them, and its nodes', () => {
    const found = deployment('web', {
      ...{ containers: [{ image: 'old/web:1' }], nodeSelector: { disk: 'old' } },
    });
    const wanted = deployment('web', { containers: [{ image: `${T}/openshift/web:1` }] });

    expect(wantedImages([{ found, wanted }], CONTEXT)).toMatchObject([
      { images: [`${T}/openshift/web:1`], namespace: 'shop', placement: {} },
    ]);
  });
});
