import { describe, expect, it } from '@jest/globals';
import { contextWith, S, T } from './golden/context.ts';
import { mapImage } from './images.ts';

const PLATFORM = contextWith({ target: { openshiftImages: { tools: ['v4', 'v3'] } } });

describe('mapImage', () => {
  it.each([
    [`${S}/openshift/tools@sha256:a`, `${T}/openshift/tools:v4`],
    [`${S}/openshift/tools:v3@sha256:a`, `${T}/openshift/tools:v3`],
    [`${S}/openshift/tools:v3`, `${T}/openshift/tools:v3`],
    [`${S}/shop/web:1`, `${T}/shop2/web:1`],
    [`${S}/shop/web@sha256:a`, `${T}/shop2/web@sha256:a`],
    [`${S}/shop/nested/web`, `${T}/shop2/nested/web`],
    [`${S}/web`, `${T}/web`],
    ['', ''],
    ['/', '/'],
  ])('of %p is %p', (image, expected) => {
    expect(mapImage(image, PLATFORM).image).toBe(expected);
  });

  it.each([
    [`${S}/openshift/tools:v9`, 'openshift/tools:v9 is not among the images of the target'],
    [`${S}/openshift/tools`, 'openshift/tools is not among the images of the target'],
    [`${S}/openshift/other@sha256:a`, 'openshift/other is not among the images of the target'],
    [`${S}/elsewhere/web:1`, 'is in namespace elsewhere, which the plan does not move'],
  ])('warns of %p', (image, warning) => {
    expect(mapImage(image, PLATFORM).warning).toContain(warning);
  });

  it('keeps the path in a registry that is nobody’s own', () => {
    const mirror = contextWith({ registries: { 'old.example.com': 'new.example.com:5000' } });

    expect(mapImage('old.example.com/shop/web:1', mirror)).toEqual({
      image: 'new.example.com:5000/shop/web:1',
    });
  });

  it('maps namespaces where both registries have the same name', () => {
    const alike = contextWith({ registries: { [T]: T }, source: { ownRegistries: [T] } });

    expect(mapImage(`${T}/shop/web:1`, alike)).toEqual({ image: `${T}/shop2/web:1` });
    expect(mapImage(`${T}/shop2/web:1`, alike)).toEqual({ image: `${T}/shop2/web:1` });
  });

  it('warns when the target has no registry', () => {
    const none = contextWith({ registries: {} });

    expect(mapImage(`${S}/shop/web:1`, none)).toEqual({
      image: `${S}/shop/web:1`,
      warning: `${S}/shop/web:1 is in the source's registry, which has no counterpart`,
    });
  });
});
