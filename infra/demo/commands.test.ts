import { describe, expect, it } from '@jest/globals';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { drayCommands } from './commands.ts';
import { commandLine } from './dray.ts';
import type { Ground } from './ground.ts';

const ground: Ground = {
  source: {
    name: 'source',
    cluster: new FakeCluster({ name: 'source' }),
    kubeconfig: '/s',
    nodeAddress: '10.0.0.2',
  },
  target: {
    name: 'target',
    cluster: new FakeCluster({ name: 'target' }),
    kubeconfig: '/t',
    nodeAddress: '10.0.0.3',
  },
  s3: { url: 'http://s3:9000', bucket: 'velero', region: 'r', accessKey: 'a', secretKey: 'secret' },
  temporal: { address: '127.0.0.1:7233', uiUrl: 'http://127.0.0.1:8233' },
  images: { postgres: 'p', web: 'w' },
};

describe('drayCommands', () => {
  it('are what an operator types', () => {
    const { createPlan, cutover, serve } = drayCommands(ground, 'shop');

    expect(commandLine(createPlan.args)).toBe(
      'dray plan create shop --source source --target target --storage demo --namespace shop --wait',
    );
    expect(commandLine(serve.args)).toBe(
      'dray serve --kubeconfig /t --temporal 127.0.0.1:7233 --temporal-ui http://127.0.0.1:8233',
    );
    expect(commandLine(cutover.args)).toBe('dray cutover shop --watch --timeout 30m');
  });

  it('never show a secret', () => {
    const { addStorage } = drayCommands(ground, 'shop');
    const line = commandLine(addStorage.args, addStorage.env);

    expect(line).toMatch(/^AWS_SECRET_ACCESS_KEY=… dray storage add demo /);
    expect(line).not.toContain('secret ');
    expect(addStorage.env.AWS_SECRET_ACCESS_KEY).toBe('secret');
  });
});

describe('commandLine', () => {
  it('can be pasted into a shell', () => {
    expect(commandLine(['a', "it's", '/x y'])).toBe(`dray a 'it'\\''s' '/x y'`);
  });
});
