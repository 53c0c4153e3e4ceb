import { describe, expect, it } from '@jest/globals';
import { applicationManifests } from './manifests.ts';
import type { ApplicationSpec } from './spec.ts';

const spec: ApplicationSpec = {
  namespace: 'shop',
  images: { postgres: 'registry/postgres:1', web: 'registry/web:1' },
  password: 'open sesame',
  capacity: '1Gi',
};

interface PodTemplate {
  spec: {
    securityContext: Record<string, unknown>;
    containers: { image: string; securityContext: Record<string, unknown> }[];
    volumes: Record<string, unknown>[];
  };
}

function podTemplates(): PodTemplate[] {
  return applicationManifests(spec).flatMap((object) => {
    const { template } = (object['spec'] ?? {}) as { template?: PodTemplate };
    return template === undefined ? [] : [template];
  });
}

describe('applicationManifests', () => {
  it('brings a namespace first, and then what a real application consists of', () => {
    const kinds = applicationManifests(spec).map(({ kind }) => kind);

    expect(kinds).toEqual([
      'Namespace',
      'ServiceAccount',
      'Secret',
      'ConfigMap',
      'Service',
      'StatefulSet',
      'Service',
      'Deployment',
    ]);
  });

  it('puts everything into the namespace that was asked for', () => {
    const [, ...rest] = applicationManifests({ ...spec, namespace: 'other' });

    expect(new Set(rest.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['other']));
  });

  it('stays within the restricted profile: no root, no capability, no host path', () => {
    for (const { spec: pod } of podTemplates()) {
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod.volumes.some((volume) => 'hostPath' in volume)).toBe(false);
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('stops PostgreSQL fast, and not by the signal that waits for its clients', () => {
    const database = applicationManifests(spec).find(({ kind }) => kind === 'StatefulSet');

    expect(JSON.stringify(database)).toContain('pg_ctl -D \\"$PGDATA\\" -m fast -w stop');
  });

  it('keeps the password in the Secret and nowhere else', () => {
    const holders = applicationManifests(spec).filter((object) => {
      const text = JSON.stringify(object);
      return text.includes('open sesame') || text.includes(btoa('open sesame'));
    });

    expect(holders.map(({ kind }) => kind)).toEqual(['Secret']);
  });

  it('names a storage class only when there is a wish', () => {
    const text = (storageClass?: string): string =>
      JSON.stringify(
        applicationManifests(storageClass === undefined ? spec : { ...spec, storageClass }),
      );

    expect(text()).not.toContain('storageClassName');
    expect(text('fast')).toContain('"storageClassName":"fast"');
  });
});
