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
    arrives(buildConfig(source), { at: ['spec', 'output', 'to', 'namespace'], is: target }),
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
  ];
}

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
      output: { to: { kind: 'ImageStreamTag', name: 'app:latest', namespace } },
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

function openshiftObject(
  group: string,
  kind: string,
  name: string,
  annotations?: Record<string, string>,
): KubeObject {
  const metadata = { name, ...(annotations === undefined ? {} : { annotations }) };
  return { apiVersion: `${group}.openshift.io/v1`, kind, metadata };
}
