import type { KubeObject } from '../../../domain/kube-object.ts';
import { arrives, clusterScoped, type Fixture, type Place, staysBehind } from './fixture.ts';

/** OpenShift's own kinds; nobody acts on them here, so that they are seen as they arrived. */
export function openshift(place: Place): Fixture[] {
  const { source, target, beside, word } = place;
  return [
    ...routes(`${word}.example.com`),
    arrives(
      deploymentConfig(beside.source),
      { at: ['spec', 'triggers', 0, 'imageChangeParams', 'from', 'namespace'], is: beside.target },
      // It names an image in the registry of the old cluster.
      { at: ['spec', 'triggers', 0, 'imageChangeParams', 'lastTriggeredImage'], is: undefined },
    ),
    arrives(
      buildConfig(source),
      { at: ['spec', 'output', 'to', 'namespace'], is: target },
      // It opens the registry of the old cluster; the account of the build has one for the new.
      { at: ['spec', 'output', 'pushSecret'], is: undefined },
    ),
    ...imageStreams(place),
    staysBehind(
      { ...openshiftObject('build', 'Build', 'app-1'), spec: {}, status: { phase: 'Complete' } },
      'it is over',
    ),
    arrives({
      ...openshiftObject('template', 'Template', 'app'),
      parameters: [{ name: 'NAME', value: 'x' }],
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '${NAME}' } }],
    }),
    constraints(place),
    sharedConstraints(place),
  ];
}

/** Their images come from elsewhere. The first one follows the second. */
function imageStreams({ source, target }: Place): Fixture[] {
  const imported = (name: string): object => ({ kind: 'DockerImage', name });
  const following = (name: string, namespace?: string): object => {
    const place = namespace === undefined ? {} : { namespace };
    return { kind: 'ImageStreamTag', name, ...place };
  };
  const digest = 'registry.example.com/app@sha256:0';
  const tags = [
    { name: 'latest', from: imported('registry.example.com/app:1'), importPolicy: SCHEDULED },
    { name: 'tested', from: following('app:latest') },
    { name: 'base', from: following('zbase:1', source), referencePolicy: { type: 'Local' } },
    { name: 'fixed', from: { kind: 'ImageStreamImage', name: 'app@sha256:0' } },
    { name: 'empty' },
  ];
  const status = {
    tags: ['latest', 'tested', 'base', 'fixed'].map((tag) => ({
      ...{ tag, items: [{ image: 'sha256:0', dockerImageReference: digest }] },
    })),
  };
  const base = [{ name: '1', from: imported('registry.example.com/base:1') }];
  return [
    {
      ...arrives(
        {
          ...openshiftObject('image', 'ImageStream', 'app'),
          spec: { lookupPolicy: { local: true }, tags },
        },
        { at: ['spec', 'tags', 2, 'from', 'namespace'], is: target },
        // The image of a stream is known to its own cluster alone.
        { at: ['spec', 'tags', 3, 'from'], is: imported(digest) },
      ),
      status,
    },
    {
      ...arrives({ ...openshiftObject('image', 'ImageStream', 'zbase'), spec: { tags: base } }),
      status: { tags: [{ tag: '1', items: [{ dockerImageReference: digest }] }] },
    },
  ];
}

const SCHEDULED = { scheduled: true };

/** @param host nobody else's on the target */
function routes(host: string): Fixture[] {
  const spec = {
    ...{ to: { kind: 'Service', name: 'plain', weight: 100 }, port: { targetPort: 'http' } },
    ...{ tls: { termination: 'edge', certificate: 'c', key: 'k' }, path: '/shop' },
  };
  const generated = openshiftObject('route', 'Route', 'generated', {
    'openshift.io/host.generated': 'true',
  });
  return [
    arrives({
      ...openshiftObject('route', 'Route', 'chosen'),
      spec: { ...spec, host },
    }),
    arrives(
      { ...generated, spec: { ...spec, host: 'generated-shop.apps.old.example.com' } },
      // The router of the target makes up a name of its own.
      { at: ['spec', 'host'], is: undefined },
    ),
  ];
}

/** At a stand, since there is nobody to start its pods. */
function deploymentConfig(namespace: string): KubeObject {
  const from = { kind: 'ImageStreamTag', name: 'app:latest', namespace };
  return {
    ...openshiftObject('apps', 'DeploymentConfig', 'app'),
    spec: {
      ...{ replicas: 0, selector: { app: 'dc' }, strategy: { type: 'Rolling' } },
      triggers: [
        {
          type: 'ImageChange',
          imageChangeParams: {
            ...{ automatic: true, containerNames: ['main'], from },
            lastTriggeredImage: 'registry.example.com/app@sha256:0',
          },
        },
        { type: 'ConfigChange' },
      ],
      template: {
        metadata: { labels: { app: 'dc' } },
        spec: { containers: [{ name: 'main', image: 'registry.example.com/app:1' }] },
      },
    },
  };
}

function buildConfig(namespace: string): KubeObject {
  return {
    ...openshiftObject('build', 'BuildConfig', 'app'),
    spec: {
      output: {
        to: { kind: 'ImageStreamTag', name: 'built:latest', namespace },
        pushSecret: { name: 'builder-dockercfg-x' },
      },
      source: { type: 'Git', git: { uri: 'https://git.example.com/app' } },
      strategy: {
        type: 'Source',
        sourceStrategy: {
          from: { kind: 'ImageStreamTag', name: 'nodejs:20', namespace: 'openshift' },
        },
      },
    },
  };
}

/** Whoever may run as what: it names accounts by their namespace, and belongs to the whole cluster. */
function constraints({ word, source, target }: Place): Fixture {
  const users = (namespace: string): string[] => [`system:serviceaccount:${namespace}:app`];
  const groups = (namespace: string): string[] => [`system:serviceaccounts:${namespace}`];
  const object = {
    ...openshiftObject('security', 'SecurityContextConstraints', `${word}-odd`),
    ...{ allowPrivilegedContainer: false, runAsUser: { type: 'RunAsAny' }, priority: 5 },
    users: [...users(source), 'system:serviceaccount:elsewhere:x'],
    groups: groups(source),
  };
  const changes = [
    { at: ['users'], is: users(target) },
    { at: ['groups'], is: groups(target) },
  ];
  return clusterScoped(arrives(object, ...changes));
}

/** The target has its own of that name: the accounts are added to it, and that is all. */
function sharedConstraints({ word, source, target }: Place): Fixture {
  const user = (namespace: string): string => `system:serviceaccount:${namespace}:app`;
  const object = (users: string[], priority: number): KubeObject => ({
    ...openshiftObject('security', 'SecurityContextConstraints', `${word}-shared`),
    ...{ allowPrivilegedContainer: false, users, groups: [], priority },
  });
  const theirs = 'system:serviceaccount:theirs:x';
  const joined = arrives(
    object([user(source)], 5),
    { at: ['users'], is: [theirs, user(target)] },
    { at: ['priority'], is: 1 },
  );
  return { ...clusterScoped(joined), onTarget: object([theirs], 1) };
}

function openshiftObject(
  group: string,
  kind: string,
  name: string,
  annotations?: Record<string, string>,
): KubeObject {
  const metadata = { name, ...(annotations === undefined ? {} : { annotations }) };
  return { apiVersion: `${group}.openshift.io/v1`, kind, metadata };
}
