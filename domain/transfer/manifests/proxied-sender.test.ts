import { describe, expect, it } from '@jest/globals';
import type { TunnelProxy } from '../../settings/settings.ts';
import { keyOfSecret } from './key-secret.ts';
import { senderObjects } from './sender.ts';
import { clientTunnelConfig } from './tunnel.ts';

const key = '0123456789abcdef'.repeat(4);
const spec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop-new', claim: 'data-new' },
  image: 'registry.example/mover:1',
};
const endpoint = { host: '10.250.0.3', port: 30123 };
const open: TunnelProxy = { host: 'proxy.example', port: 3128 };
const closed: TunnelProxy = { ...open, user: 'mover', password: 's3cret-ö' };

function made(proxy: TunnelProxy) {
  return senderObjects(spec, { key, endpoint, proxy, placement: {} });
}

function volumes(objects: ReturnType<typeof made>) {
  const pod = objects.find(({ kind }) => kind === 'Pod');
  return (pod?.['spec'] as { volumes: Record<string, unknown>[] }).volumes;
}

describe('a sender behind a proxy', () => {
  it('asks the proxy for the endpoint', () => {
    const lines = clientTunnelConfig(endpoint, open).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'connect=proxy.example:3128',
        'protocol=connect',
        'protocolHost=10.250.0.3:30123',
      ]),
    );
    // The name that a router reads is that of the endpoint, never that of the proxy.
    expect(lines.some((line) => line.startsWith('sni='))).toBe(false);
    expect(lines.some((line) => line.startsWith('protocolUsername='))).toBe(false);
  });

  it('names an IPv6 endpoint as URLs do', () => {
    const config = clientTunnelConfig({ host: 'fd00::3', port: 443 }, open);
    expect(config).toContain('protocolHost=[fd00::3]:443\n');
  });

  it('shows a router the name behind the proxy', () => {
    const config = clientTunnelConfig({ host: 'dray.apps.example', port: 443 }, open);
    expect(config).toContain('sni=dray.apps.example\n');
    expect(config).toContain('connect=proxy.example:3128\n');
  });

  it('keeps a password in the Secret, beside the key', () => {
    const objects = made(closed);
    expect(objects.map(({ kind }) => kind)).toEqual(['Secret', 'Pod']);
    const [secret, pod] = objects;
    expect(keyOfSecret(secret!)).toBe(key);
    const data = secret!['data'] as Record<string, string>;
    expect(Buffer.from(data['stunnel.conf']!, 'base64').toString()).toContain(
      'protocolPassword=s3cret-ö\n',
    );
    expect(JSON.stringify(pod)).not.toContain('s3cret');
    const name = pod!.metadata.name;
    expect(volumes(objects)).toContainEqual({
      name: 'config',
      secret: { secretName: name, defaultMode: 0o444 },
    });
  });

  it('keeps what is no secret where it was', () => {
    const objects = made(open);
    expect(objects.map(({ kind }) => kind)).toEqual(['Secret', 'ConfigMap', 'Pod']);
    const name = objects[0]!.metadata.name;
    expect(volumes(objects)).toContainEqual({ name: 'config', configMap: { name } });
  });
});

it('believes a receiver for its key, never for a certificate', () => {
  expect(clientTunnelConfig(endpoint).split('\n')).toEqual(
    expect.arrayContaining(['verifyChain=yes', 'checkHost=nobody.invalid']),
  );
});
