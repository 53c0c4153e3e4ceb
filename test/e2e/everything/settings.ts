import type { KubeObject } from '../../../domain/kube-object.ts';
import {
  another,
  arrives,
  type Fixture,
  type Move,
  ofEachCluster,
  staysBehind,
} from './fixture.ts';

const CORE = 'v1';

export const PAGE = 'a page of everything: ä€\n';
/** No text in any encoding. */
export const BYTES = Buffer.from([0, 255, 10, 13, 0]);
export const GREETING = 'hello from a Secret';

/** Config maps and Secrets of every type. */
export function settings(move: Move): Fixture[] {
  const { target } = move;
  return [
    arrives({
      ...{ apiVersion: CORE, kind: 'ConfigMap', metadata: { name: 'pages' } },
      data: { 'index.html': PAGE, empty: '' },
      binaryData: { bytes: BYTES.toString('base64') },
    }),
    arrives({
      ...{ apiVersion: CORE, kind: 'ConfigMap', metadata: { name: 'fixed' } },
      ...{ data: { 'no.value': '{"replicas": "3"}' }, immutable: true },
    }),
    applied(move),
    arrives(secret('greeting', 'Opaque', { GREETING })),
    arrives({ ...secret('fixed', 'example.com/own', { key: 'value' }), immutable: true }),
    arrives(secret('registry', 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': AUTHS })),
    arrives(secret('registry-old', 'kubernetes.io/dockercfg', { '.dockercfg': '{}' })),
    arrives(secret('basic', 'kubernetes.io/basic-auth', { username: 'u', password: 'p' })),
    arrives(secret('ssh', 'kubernetes.io/ssh-auth', { 'ssh-privatekey': 'not a key' })),
    arrives(secret('join', 'bootstrap.kubernetes.io/token', { 'token-id': 'abcdef' })),
    // Neither is looked into by the API server.
    arrives(secret('tls', 'kubernetes.io/tls', { 'tls.crt': 'no certificate', 'tls.key': 'k' })),
    arrives(
      secret('ci', 'kubernetes.io/service-account-token', {}, ofAccount('app')),
      // Each cluster signs for itself.
      { at: ['metadata', 'annotations', 'kubernetes.io/service-account.uid'], is: another },
      { at: ['data', 'token'], is: another },
      { at: ['data', 'ca.crt'], is: another },
      { at: ['data', 'namespace'], is: Buffer.from(target).toString('base64') },
    ),
    staysBehind(
      secret('serving', 'kubernetes.io/tls', { 'tls.crt': 'c', 'tls.key': 'k' }, SERVING),
      'the target issues its own',
    ),
    staysBehind(
      secret(
        'app-dockercfg-x',
        'kubernetes.io/dockercfg',
        { '.dockercfg': '{}' },
        {
          ...ofAccount('app'),
          'openshift.io/internal-registry-auth-token.service-account': 'app',
        },
      ),
      'it opens the registry of the old cluster only',
    ),
    staysBehind(
      {
        ...{ apiVersion: CORE, kind: 'ConfigMap', data: { key: 'of this place alone' } },
        metadata: { name: 'local', labels: { 'velero.io/exclude-from-backup': 'true' } },
      },
      'whoever labelled it wants it to stay',
    ),
    authority(),
  ];
}

/** Kubernetes puts it into every namespace. */
export function authority(): Fixture {
  const object = { apiVersion: CORE, kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt' } };
  return { ...ofEachCluster(object, 'it holds the authority of its cluster'), given: true };
}

/** What kubectl remembers would be wrong of another namespace, and it would act upon it. */
function applied({ source, target }: Move): Fixture {
  const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
  const object = {
    ...{ apiVersion: CORE, kind: 'ConfigMap', data: { key: 'value' } },
    metadata: { name: 'applied' },
  };
  const record = JSON.stringify({ ...object, metadata: { name: 'applied', namespace: source } });
  const annotated = {
    ...object,
    metadata: { name: 'applied', annotations: { [lastApplied]: record } },
  };
  const is = source === target ? record : undefined;
  return arrives(annotated, { at: ['metadata', 'annotations', lastApplied], is });
}

const AUTHS = '{"auths":{"registry.example.com":{"auth":"dTpw"}}}';

const SERVING = { 'service.beta.openshift.io/originating-service-name': 'plain' };

function ofAccount(name: string): Record<string, string> {
  return { 'kubernetes.io/service-account.name': name };
}

function secret(
  name: string,
  type: string,
  content: Record<string, string>,
  annotations?: Record<string, string>,
): KubeObject {
  const data = Object.fromEntries(
    Object.entries(content).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
  return {
    ...{ apiVersion: CORE, kind: 'Secret', type, data },
    metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
  };
}
