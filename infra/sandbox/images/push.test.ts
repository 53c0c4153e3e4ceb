import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { silentProgress } from '../progress.ts';
import type { BuiltImage } from './build.ts';
import { pushImages } from './push.ts';

const image: BuiltImage = {
  name: 'mover',
  tag: '0123456789ab',
  digest: 'sha256:0123456789ab',
  layout: '/nowhere',
  sizeBytes: 1,
};

async function withRegistry<T>(digest: string, use: (registry: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const known = request.url === '/v2/drayage/mover/manifests/0123456789ab';
    response.writeHead(known ? 200 : 404, known ? { 'docker-content-digest': digest } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe('pushImages', () => {
  it('sends nothing that the registry has', async () => {
    await withRegistry(image.digest, async (registry) => {
      const references = await pushImages(registry, { mover: image }, silentProgress);

      expect(references).toEqual({ mover: `${registry}/drayage/mover:0123456789ab` });
    });
  });

  it('sends again what is another image there', async () => {
    await withRegistry('sha256:another', async (registry) => {
      const push = pushImages(registry, { mover: image }, silentProgress);

      // There is nothing to send in this test, which is what skopeo says, or that it is missing.
      await expect(push).rejects.toThrow(/skopeo/);
    });
  });
});
