import { describe, expect, it } from '@jest/globals';
import { buildKey, defaultName } from './build.ts';
import type { ToolModule } from './catalog.ts';

const module: ToolModule = {
  folder: 'tool',
  title: 'Tool v1',
  version: 'v1',
  programs: { tool: 'example.org/tool' },
  coldSeconds: 1,
};
const pins = { goMod: 'module a', goSum: 'sum', goVersion: 'go version go1.26.8 linux/amd64' };

describe('buildKey', () => {
  it('is the same for the same build', () => {
    expect(buildKey(module, pins)).toBe(buildKey({ ...module, coldSeconds: 9 }, { ...pins }));
  });

  it.each([
    ['go.mod', module, { ...pins, goMod: 'module b' }],
    ['go.sum', module, { ...pins, goSum: 'other' }],
    ['compiler', module, { ...pins, goVersion: 'go version go1.27 linux/amd64' }],
    ['stamp', { ...module, stamps: { 'main.V': '2' } }, pins],
    ['program', { ...module, programs: { tool: 'example.org/other' } }, pins],
  ])('changes with the %s', (_what, otherModule, otherPins) => {
    expect(buildKey(otherModule, otherPins)).not.toBe(buildKey(module, pins));
  });
});

describe('defaultName', () => {
  it.each([
    ['k8s.io/kubernetes/cmd/kubelet', 'kubelet'],
    ['go.etcd.io/etcd/server/v3', 'server'],
  ])('of %s is %s', (mainPackage, name) => {
    expect(defaultName(mainPackage)).toBe(name);
  });
});
