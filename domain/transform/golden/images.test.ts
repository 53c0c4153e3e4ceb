import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { POD_SPEC_KINDS, podSpecPath } from '../pod-spec.ts';
import { at } from '../read.ts';
import { arrives, contextWith, notesOn, S, T } from './context.ts';
import { deployment, live } from './objects.ts';

/** Images of init containers and containers, in that order. */
function imagesOf(object: KubeObject): unknown[] {
  const spec = at(object, podSpecPath(object)!) as Record<string, { image: string }[] | undefined>;
  return [...(spec['initContainers'] ?? []), ...(spec['containers'] ?? [])].map((one) => one.image);
}

const ROW_1 = deployment({
  initContainers: [{ name: 'init', image: `${S}/openshift/tools@sha256:a` }],
  containers: [
    { name: 'web', image: `${S}/shop/web:1` },
    { name: 'sidecar', image: 'quay.io/x/y:2' },
  ],
});

const TOOLS = contextWith({ target: { openshiftImages: { tools: ['v4.14', 'v4.12'] } } });

describe('images', () => {
  it('row 1: of the source’s registry are pulled from the target’s', () => {
    expect(imagesOf(arrives(ROW_1))).toEqual([
      `${T}/openshift/tools`,
      `${T}/shop2/web:1`,
      'quay.io/x/y:2',
    ]);
    expect(notesOn(ROW_1)).toContainEqual({
      severity: 'warning',
      rule: 'image',
      text: `${T}/openshift/tools is not among the images of the target`,
    });
  });

  it('row 1: of every OpenShift get the tag that the target has', () => {
    expect(imagesOf(arrives(ROW_1, TOOLS))[0]).toBe(`${T}/openshift/tools:v4.14`);
    expect(notesOn(ROW_1, TOOLS).filter(({ severity }) => severity !== 'change')).toEqual([]);
  });

  it.each([`${S}.evil/shop/web`, `x${S}/shop/web`, 'web:1'])('row 2: %p stays', (image) => {
    const found = deployment({ containers: [{ name: 'web', image }] });

    expect(imagesOf(arrives(found))).toEqual([image]);
    expect(notesOn(found)).toEqual([]);
  });

  it.each(POD_SPEC_KINDS)('are found in %s', (groupKind) => {
    const [kind = '', ...group] = groupKind.split('.');
    const apiVersion = group.length === 0 ? 'v1' : `${group.join('.')}/v1`;
    const spec = {
      containers: [{ image: `${S}/shop/web:1` }],
      volumes: [{ image: { reference: `${S}/shop/model` } }],
    };
    const template = { spec };
    const object = live(
      apiVersion,
      kind,
      {},
      {
        template,
        spec: { ...spec, template, jobTemplate: { spec: { template } } },
      },
    );
    const found = arrives(object);

    expect(imagesOf(found)).toEqual([`${T}/shop2/web:1`]);
    expect(at(found, podSpecPath(found)!)).toMatchObject({
      volumes: [{ image: { reference: `${T}/shop2/model` } }],
    });
  });

  it('are told where no rule knows what they are for', () => {
    const settings = live(
      'v1',
      'ConfigMap',
      {},
      {
        data: { run: `--image=${S}/shop/web:1 --other=x${S}/shop/web`, other: 'web' },
      },
    );

    expect(arrives(settings)['data']).toEqual(settings['data']);
    expect(notesOn(settings)).toEqual([
      {
        severity: 'warning',
        rule: 'image-mention',
        text: `images of the source's registry: data.run: ${S}/shop/web:1`,
      },
    ]);
  });
});

describe('triggers of images', () => {
  const TRIGGERS = 'image.openshift.io/triggers';
  // Spaces and escapes as no serializer of ours would write them.
  const text = (namespace: string) =>
    `[ {"from":{"kind":"ImageStreamTag","name":"web:1","namespace":"${namespace}"},` +
    `"fieldPath":"spec.template.spec.containers[?(@.name==\\"shop\\u003c\\")].image","paused":"false"}]\n`;

  it('row 3: in an annotation follow their namespace, other bytes of the JSON stay', () => {
    const found = deployment({}, { annotations: { [TRIGGERS]: text('shop') } });

    expect(arrives(found).metadata.annotations).toEqual({ [TRIGGERS]: text('shop2') });
  });

  it('row 3: that are no JSON are told', () => {
    const found = deployment({}, { annotations: { [TRIGGERS]: 'shop' } });

    expect(arrives(found).metadata.annotations).toEqual({ [TRIGGERS]: 'shop' });
    expect(notesOn(found)).toMatchObject([{ severity: 'warning', rule: 'image-trigger' }]);
  });

  it('row 4: of a DeploymentConfig follow the namespace of their stream', () => {
    const trigger = (params: Record<string, unknown>) => ({
      type: 'ImageChange',
      imageChangeParams: { automatic: true, ...params },
    });
    const from = { kind: 'ImageStreamTag', name: 'base:1' };
    const found = live(
      'apps.openshift.io/v1',
      'DeploymentConfig',
      {},
      {
        spec: {
          replicas: 2,
          triggers: [
            { type: 'ConfigChange' },
            trigger({ from: { ...from, namespace: 'base' }, lastTriggeredImage: `${S}/base/base` }),
            trigger({ from }),
          ],
        },
      },
    );

    expect(arrives(found)['spec']).toEqual({
      replicas: 2,
      triggers: [
        { type: 'ConfigChange' },
        trigger({ from: { ...from, namespace: 'base2' } }),
        trigger({ from }),
      ],
    });
  });
});

describe('pull secrets of templates', () => {
  it.each([
    ['default-dockercfg-old', ['default-dockercfg-new']],
    ['app-dockercfg-old', []],
    ['regcred', ['regcred']],
  ])('%p becomes %p', (name, expected) => {
    const found = deployment({ serviceAccountName: 'app', imagePullSecrets: [{ name }] });
    const spec = at(arrives(found), podSpecPath(found)!) as Record<string, unknown>;

    expect(spec['imagePullSecrets'] ?? []).toEqual(expected.map((one) => ({ name: one })));
  });

  it.each([
    [['app-dockercfg-old'], 'change'],
    [['app-dockercfg-old', 'regcred'], 'warning'],
    [['default-dockercfg-old', 'regcred'], 'change'],
  ])('somebody should look when %p loses one and names others', (names, severity) => {
    const imagePullSecrets = names.map((name) => ({ name }));
    const found = deployment({ serviceAccountName: 'app', imagePullSecrets });

    expect(notesOn(found)).toMatchObject([{ rule: 'pull-secret', severity }]);
  });
});
