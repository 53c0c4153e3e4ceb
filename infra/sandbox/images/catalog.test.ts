import { describe, expect, it } from '@jest/globals';
import { DEFAULT_VERSIONS } from '../versions.ts';
import { IMAGES, imagesFor } from './catalog.ts';

describe('imagesFor', () => {
  it('has the same images for each Kubernetes', () => {
    expect(imagesFor({ ...DEFAULT_VERSIONS, sourceKubernetes: '1.30' })).toBe(IMAGES);
  });

  it('has the programs of a newer Velero under the names that manifests know, without restic', () => {
    const images = imagesFor({ ...DEFAULT_VERSIONS, velero: '1.18' });
    const layers = JSON.stringify(images.velero.layers);

    expect(layers).toContain('"/velero":{"source":{"tool":"velero-1.18"}}');
    expect(layers).toContain(
      '"/velero-restore-helper":{"source":{"tool":"velero-restore-helper-1.18"}}',
    );
    expect(layers).not.toContain('restic');
    expect(Object.keys(images)).toEqual(Object.keys(IMAGES));
  });
});
