import { describe, expect, it } from '@jest/globals';
import { contextWith } from './golden/context.ts';
import { mapPullSecret } from './pull-secrets.ts';

const CONTEXT = contextWith({
  source: { accountSecrets: { 'shop/odd': 'api', 'shop/other-dockercfg-x': 'other' } },
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

  it.each([
    ['odd', 'api-dockercfg-new'],
    ['other-dockercfg-x', undefined],
  ])('of %p, which the source made for an account, is %p', (name, expected) => {
    expect(mapPullSecret(name, 'shop', [], CONTEXT)).toBe(expected);
  });
});
