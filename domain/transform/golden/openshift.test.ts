import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
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

const follows = (name: string, namespace?: string) => ({
  kind: 'ImageStreamTag',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

const imported = (name: string) => ({ kind: 'DockerImage', name });

/** An image stream with one tag, and where its image lies. */
function stream(from: object | null | undefined, image?: string): KubeObject {
  const items = image === undefined ? [] : [{ dockerImageReference: image }];
  const tags =
    from === undefined ? [] : [{ annotations: { a: 'b' }, from, generation: 2, name: '1' }];
  const status = { dockerImageRepository: `${S}/shop/web`, tags: [{ items, tag: '1' }] };
  return live(IMAGES, 'ImageStream', { name: 'web' }, { spec: { tags }, status });
}

function tagsOn(arrived: KubeObject): unknown {
  return (arrived['spec'] as { tags: unknown }).tags;
}

const refusals = (found: KubeObject, context = contextWith({})) =>
  notesOn(found, context).filter(({ severity }) => severity === 'refusal');

// The row speaks of ImageStreamTags. They are views of their stream, and the stream brings what they say.
describe('row 22: tags of image streams', () => {
  it.each<[string, object | null | undefined, string | undefined]>([
    ['was pushed', null, `${S}/shop/web@sha256:a`],
    ['was pushed, and nobody specified it', undefined, `${S}/shop/web@sha256:a`],
    ['was pushed over what it follows', imported('quay.io/x/y:2'), `${S}/shop/web@sha256:a`],
    [
      'is an image of the same namespace',
      { kind: 'ImageStreamImage', name: 'web@sha256:a' },
      undefined,
    ],
    ['is an image of the source’s own registry', imported(`${S}/shop/web:1`), undefined],
  ])('row 22: one that %s is refused by name', (_, from, image) => {
    expect(refusals(stream(from, image))).toMatchObject([
      {
        text: expect.stringMatching(/^tags 1 have images that were pushed .* delete the image str/),
      },
    ]);
  });

  it('row 22: one that was pushed is known by the stream alone', () => {
    const elsewhere = contextWith({ source: { ownRegistries: [] }, registries: {} });

    expect(refusals(stream(null, `${S}/shop/web@sha256:a`), elsewhere)).toHaveLength(1);
    expect(refusals(stream(imported('web:1'), undefined), elsewhere)).toEqual([]);
  });

  it.each([
    ['of nothing yet', null, null],
    ['that follows a tag elsewhere', follows('base:1', 'base'), follows('base:1', 'base2')],
    ['that follows a tag beside it', follows('other:1'), follows('other:1')],
    ['of another registry', imported('quay.io/x/y:2'), imported('quay.io/x/y:2')],
  ])('row 22: one %s is kept', (_, from, expected) => {
    const found = stream(from, from === null ? undefined : 'quay.io/x/y@sha256:a');

    expect(tagsOn(arrives(found))).toEqual([
      { annotations: { a: 'b' }, from: expected, name: '1' },
    ]);
    expect(notesOn(found)).toEqual([]);
  });

  it('an image of a stream is told by where it came from', () => {
    const from = { kind: 'ImageStreamImage', name: 'web@sha256:a' };

    expect(tagsOn(arrives(stream(from, 'quay.io/x/y@sha256:a')))).toEqual([
      { annotations: { a: 'b' }, from: imported('quay.io/x/y@sha256:a'), name: '1' },
    ]);
  });

  it('one that follows nothing has an image from elsewhere all the same', () => {
    expect(tagsOn(arrives(stream(null, 'quay.io/x/y@sha256:a')))).toEqual([
      { annotations: { a: 'b' }, from: imported('quay.io/x/y@sha256:a'), name: '1' },
    ]);
  });

  it('of an image that every OpenShift brings along the target has its own', () => {
    const found = stream(imported(`${S}/openshift/cli:9`), `${S}/openshift/cli@sha256:a`);
    const context = contextWith({ target: { openshiftImages: { cli: ['9'] } } });

    expect(notesOn(found, context)).toEqual([]);
    expect(tagsOn(arrives(found, context))).toEqual([
      { annotations: { a: 'b' }, from: imported(`${T}/openshift/cli:9`), name: '1' },
    ]);
  });

  it('one that nobody specified, of an image from elsewhere, is specified', () => {
    expect(tagsOn(arrives(stream(undefined, 'quay.io/x/y@sha256:a')))).toEqual([
      { from: imported('quay.io/x/y@sha256:a'), name: '1' },
    ]);
  });

  it.each([
    ['nodejs:20', 'openshift', 'refusal'],
    ['cli:9', 'openshift', 'warning'],
    ['cli:1', 'openshift', undefined],
    ['base:1', 'elsewhere', 'warning'],
  ])('one that follows %s of %s: %s', (name, namespace, severity) => {
    const context = contextWith({ target: { openshiftImages: { cli: ['1'] } } });
    const notes = notesOn(stream(follows(name, namespace)), context);

    expect(notes.map((note) => note.severity)).toEqual(severity === undefined ? [] : [severity]);
  });

  it.each(['ImageStreamTag', 'ImageTag'])('row 22: the view stays: %s', (kind) => {
    expect(skippedBy(live(IMAGES, kind, {}))).toBe('never-moved');
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
