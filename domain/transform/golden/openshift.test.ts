import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { inTagOrder } from '../tag-order.ts';
import { arrives, contextWith, notesOn, S, skippedBy, T } from './context.ts';
import { live } from './objects.ts';

const IMAGES = 'image.openshift.io/v1';

describe('row 20: build configs', () => {
  const image = (name: string) => ({ kind: 'DockerImage', name });
  const streamTag = (namespace: string) => ({ kind: 'ImageStreamTag', name: 'base:1', namespace });

  function config(spec: Record<string, unknown>): KubeObject {
    return live('build.openshift.io/v1', 'BuildConfig', {}, { spec });
  }

  it('row 20: builds from, and for, the target', () => {
    const found = config({
      output: { pushSecret: { name: 'builder-dockercfg-old' }, to: image(`${S}/shop/o:1`) },
      source: {
        images: [
          { from: image(`${S}/shop/tools:1`), pullSecret: { name: 'builder-dockercfg-old' } },
          { from: image('quay.io/x/y:2'), pullSecret: { name: 'mine' } },
        ],
        type: 'Git',
      },
      strategy: {
        sourceStrategy: {
          from: streamTag('shop'),
          incremental: true,
          pullSecret: { name: 'builder-dockercfg-old' },
        },
      },
    });

    expect(arrives(found)['spec']).toEqual({
      output: { pushSecret: { name: 'builder-dockercfg-new' }, to: image(`${T}/shop2/o:1`) },
      source: {
        images: [
          { from: image(`${T}/shop2/tools:1`), pullSecret: { name: 'builder-dockercfg-new' } },
          { from: image('quay.io/x/y:2'), pullSecret: { name: 'mine' } },
        ],
        type: 'Git',
      },
      strategy: {
        sourceStrategy: {
          from: streamTag('shop2'),
          incremental: true,
          pullSecret: { name: 'builder-dockercfg-new' },
        },
      },
    });
  });

  it.each(['sourceStrategy', 'dockerStrategy', 'customStrategy'])('knows %s', (strategy) => {
    const found = config({ strategy: { [strategy]: { from: image(`${S}/shop/s:1`) } } });

    expect(arrives(found)['spec']).toEqual({
      strategy: { [strategy]: { from: image(`${T}/shop2/s:1`) } },
    });
  });

  it('leaves the secret to the account when the target has none for it', () => {
    const found = config({
      output: { pushSecret: { name: 'builder-dockercfg-old' }, to: streamTag('base') },
    });
    const none = contextWith({ target: { pullSecrets: {} } });

    expect(arrives(found, none)['spec']).toEqual({ output: { to: streamTag('base2') } });
  });

  it('is triggered by streams of the new namespaces, and not by what it was built from last', () => {
    const found = config({
      triggers: [
        {
          imageChange: {
            from: streamTag('shop'),
            lastTriggeredImageID: `${S}/shop/base@sha256:a`,
          },
          type: 'ImageChange',
        },
        { type: 'ConfigChange' },
        { imageChange: {}, type: 'ImageChange' },
      ],
    });

    expect(arrives(found)['spec']).toEqual({
      triggers: [
        {
          imageChange: {
            from: streamTag('shop2'),
            lastTriggeredImageID: `${T}/shop2/base@sha256:a`,
          },
          type: 'ImageChange',
        },
        { type: 'ConfigChange' },
        { imageChange: {}, type: 'ImageChange' },
      ],
    });
  });

  it('tells of images that nobody moves', () => {
    const found = config({ output: { to: image(`${S}/elsewhere/o:1`) } });

    expect(notesOn(found)).toContainEqual(
      expect.objectContaining({ severity: 'warning', rule: 'build-images' }),
    );
  });

  it('Builds stay', () => {
    expect(skippedBy(live('build.openshift.io/v1', 'Build', {}))).toBe('never-moved');
  });
});

function streamTag(name: string, from?: Record<string, unknown>, namespace = 'shop'): KubeObject {
  const tag = from === undefined ? null : { annotations: { a: 'b' }, from, generation: 2, name };
  return live(IMAGES, 'ImageStreamTag', { name, namespace }, { image: { metadata: {} }, tag });
}

const follows = (name: string, namespace?: string) => ({
  kind: 'ImageStreamTag',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

describe('row 22: image stream tags', () => {
  it('row 22: one that was built or pushed stays', () => {
    expect(skippedBy(streamTag('web:1'))).toBe('image-stream-tag');
  });

  it('row 22: one that follows a tag elsewhere is kept, with the namespace', () => {
    const arrived = arrives(streamTag('web:1', follows('base:1', 'base')));

    expect(arrived['tag']).toEqual({ from: follows('base:1', 'base2'), name: 'web:1' });
    expect(arrived).not.toHaveProperty('image');
  });

  it('row 22: one of another registry is kept', () => {
    const from = { kind: 'DockerImage', name: 'quay.io/x/y:2' };

    expect(arrives(streamTag('web:1', from))['tag']).toEqual({ from, name: 'web:1' });
  });

  it('row 22: an image of the same namespace stays, its copy makes the tag', () => {
    const from = { kind: 'ImageStreamImage', name: 'web@sha256:a' };

    expect(skippedBy(streamTag('web:1', from))).toBe('image-stream-tag');
    expect(skippedBy(streamTag('web:1', { ...from, namespace: 'shop' }))).toBe('image-stream-tag');
  });

  it('an image of another namespace is followed there', () => {
    const from = { kind: 'ImageStreamImage', name: 'web@sha256:a', namespace: 'base' };

    expect(arrives(streamTag('web:1', from))).toHaveProperty(['tag', 'from', 'namespace'], 'base2');
  });

  it('an image of the source’s own registry stays', () => {
    const from = { kind: 'DockerImage', name: `${S}/shop/web:1` };

    expect(skippedBy(streamTag('web:1', from))).toBe('image-stream-tag');
  });

  it('row 22: each comes after its source', () => {
    const production = streamTag('web:production', follows('web:tested'));
    const tested = streamTag('web:tested', follows('base:1', 'base'));
    const base = streamTag('base:1', undefined, 'base');
    const other = streamTag('other:1', follows('gone:1'));

    expect(inTagOrder([production, other, tested, base])).toEqual([
      base,
      tested,
      production,
      other,
    ]);
    expect(inTagOrder([base, other, tested])).toEqual([base, other, tested]);
  });

  it('no tag is lost in a circle', () => {
    const one = streamTag('web:1', follows('web:2'));
    const two = streamTag('web:2', follows('web:1'));
    const self = streamTag('web:3', follows('web:3'));

    expect(inTagOrder([one, two, self])).toEqual([two, one, self]);
  });

  it('ImageTags stay', () => {
    expect(skippedBy(live(IMAGES, 'ImageTag', {}))).toBe('never-moved');
  });
});

describe('image streams', () => {
  it('keep their settings and what their tags follow', () => {
    const found = live(
      IMAGES,
      'ImageStream',
      {
        annotations: { 'openshift.io/image.dockerRepositoryCheck': 'now', own: 'x' },
        labels: { app: 'web' },
      },
      {
        spec: {
          lookupPolicy: { local: true },
          tags: [
            { from: follows('base:1', 'base'), generation: 2, name: 'base' },
            {
              from: { kind: 'DockerImage', name: 'quay.io/x/y:2' },
              importPolicy: { scheduled: true },
              name: 'y',
            },
            { from: { kind: 'ImageStreamImage', name: 'web@sha256:a' }, name: 'stable' },
            { from: { kind: 'DockerImage', name: `${S}/shop/web:1` }, name: 'own' },
            { from: null, name: 'pushed', referencePolicy: { type: 'Local' } },
          ],
        },
        status: { dockerImageRepository: `${S}/shop/web` },
      },
    );

    const arrived = arrives(found);

    expect(arrived['spec']).toEqual({
      lookupPolicy: { local: true },
      tags: [
        { from: follows('base:1', 'base2'), name: 'base' },
        {
          from: { kind: 'DockerImage', name: 'quay.io/x/y:2' },
          importPolicy: { scheduled: true },
          name: 'y',
        },
        { name: 'stable' },
        { name: 'own' },
        { from: null, name: 'pushed', referencePolicy: { type: 'Local' } },
      ],
    });
    expect(arrived.metadata.annotations).toEqual({ own: 'x' });
    expect(arrived.metadata.labels).toMatchObject({ app: 'web' });
  });

  it.each([
    [`${S}/shop/web`, undefined],
    ['quay.io/x/web', 'quay.io/x/web'],
  ])('that mirror %s mirror %s', (dockerImageRepository, expected) => {
    const arrived = arrives(live(IMAGES, 'ImageStream', {}, { spec: { dockerImageRepository } }));

    expect((arrived['spec'] as Record<string, unknown>)['dockerImageRepository']).toBe(expected);
  });
});
