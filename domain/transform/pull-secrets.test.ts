import { describe, expect, it } from '@jest/globals';
import { contextWith } from './golden/context.ts';
import { mapPullSecret } from './pull-secrets.ts';

const CONTEXT = contextWith({
  target: {
    pullSecrets: { 'shop2/builder': 'builder-dockercfg-new', 'shop2/api': 'api-dockercfg-new' },
  },
});

describe('mapPullSecret', () => {
  it.each([
    ['builder-dockercfg-old', 'builder-dockercfg-new'],
    ['builder-dockercfg-new', 'builder-dockercfg-new'],
    ['api-dockercfg-old', 'api-dockercfg-new'],
    ['default-dockercfg-old', undefined],
    ['app-dockercfg-old', undefined],
    ['company-dockercfg-prod', 'company-dockercfg-prod'],
    ['regcred', 'regcred'],
  ])('of %p is %p', (name, expected) => {
    expect(mapPullSecret(name, 'shop', ['app'], CONTEXT)).toBe(expected);
    expect(mapPullSecret(name, 'shop2', ['app'], CONTEXT)).toBe(expected);
  });
});
