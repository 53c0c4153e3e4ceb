import { describe, expect, it } from '@jest/globals';
import { describeImage, describeLayout } from './oci.ts';

const layer = { digest: 'sha256:aa', diffId: 'sha256:bb', sizeBytes: 7 };

describe('describeImage', () => {
  it('says what to run, and points from the manifest to configuration and layers', () => {
    const { config, manifest } = describeImage(
      { layers: [], entrypoint: ['/coredns'], environment: { LANG: 'C' }, user: '7:7' },
      [layer],
    );

    expect(JSON.parse(config.json)).toMatchObject({
      os: 'linux',
      config: {
        Entrypoint: ['/coredns'],
        User: '7:7',
        Env: [expect.stringMatching(/^PATH=/), 'LANG=C'],
      },
      rootfs: { diff_ids: ['sha256:bb'] },
    });
    expect(JSON.parse(manifest.json)).toMatchObject({
      config: { digest: config.digest, size: config.json.length },
      layers: [{ digest: 'sha256:aa', size: 7 }],
    });
  });

  it('gives the same image the same tag, and another image another', () => {
    const tagOf = (command: string) =>
      describeImage({ layers: [], command: [command] }, [layer]).tag;

    expect(tagOf('a')).toMatch(/^[0-9a-f]{12}$/);
    expect(tagOf('a')).toBe(tagOf('a'));
    expect(tagOf('a')).not.toBe(tagOf('b'));
  });

  it('leaves an absent user and command to the runtime', () => {
    const { config } = describeImage({ layers: [] }, [layer]);

    expect(Object.keys((JSON.parse(config.json) as { config: object }).config)).toEqual(['Env']);
  });
});

describe('describeLayout', () => {
  it('names the image for containerd', () => {
    const { manifest } = describeImage({ layers: [] }, [layer]);

    const files = describeLayout(manifest, 'drayage.local/pause:1');

    expect(JSON.parse(files['index.json'] ?? '')).toMatchObject({
      manifests: [
        {
          digest: manifest.digest,
          size: manifest.json.length,
          annotations: { 'io.containerd.image.name': 'drayage.local/pause:1' },
        },
      ],
    });
  });
});
