import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_VERSIONS,
  KUBERNETES_NAMES,
  VELERO_NAMES,
  VERSIONS,
  describeVersions,
  runningVersions,
  versionsOfEnvironment,
} from './versions.ts';

describe('the table of versions', () => {
  it('begins with the default', () => {
    expect(KUBERNETES_NAMES[0]).toBe(DEFAULT_VERSIONS.sourceKubernetes);
    expect(VELERO_NAMES[0]).toBe(DEFAULT_VERSIONS.velero);
  });

  it.each(Object.values(VERSIONS).flatMap((versions) => Object.entries(versions)))(
    'calls by %s a patch of it: %s',
    (name, version) => {
      expect(version.startsWith(`v${name}.`)).toBe(true);
    },
  );
});

describe('versionsOfEnvironment', () => {
  it.each([
    [{}, DEFAULT_VERSIONS],
    [{ DRAY_SANDBOX_VELERO: '' }, DEFAULT_VERSIONS],
    [{ DRAY_SANDBOX_SOURCE_KUBERNETES: '1.30' }, { sourceKubernetes: '1.30', velero: '1.16' }],
    [{ DRAY_SANDBOX_VELERO: '1.18' }, { sourceKubernetes: '1.34', velero: '1.18' }],
  ])('reads %j', (env, expected) => {
    expect(versionsOfEnvironment(env)).toEqual(expected);
  });

  it('names the variable, what it found and what there is', () => {
    const ask = () => versionsOfEnvironment({ DRAY_SANDBOX_SOURCE_KUBERNETES: '1.29.3' });

    expect(ask).toThrow('DRAY_SANDBOX_SOURCE_KUBERNETES');
    expect(ask).toThrow(
      expect.objectContaining({
        found: 'DRAY_SANDBOX_SOURCE_KUBERNETES=1.29.3',
        hint: 'Set it to 1.34 or 1.30, or leave it out for 1.34.',
      }),
    );
  });
});

describe('describeVersions', () => {
  it('says one version once', () => {
    expect(describeVersions(runningVersions(DEFAULT_VERSIONS))).toBe(
      'Kubernetes v1.34.4, Velero v1.16.2',
    );
  });

  it('says which cluster is the older one', () => {
    const versions = runningVersions({ sourceKubernetes: '1.30', velero: '1.18' });

    expect(describeVersions(versions)).toBe(
      'Kubernetes v1.30.14 (source) and v1.34.4 (target), Velero v1.18.3',
    );
  });
});
