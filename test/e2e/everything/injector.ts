import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { runCommand } from '../../../infra/sandbox/command.ts';
import { HOST_IP } from '../../../infra/sandbox/layout.ts';
import { NOT_INJECTED } from './workloads.ts';

export interface Injector {
  /** Has the API server ask it about every new pod of the namespaces with this label. */
  configuration(name: string, namespaceLabel: Record<string, string>): KubeObject;
  stop(): Promise<void>;
}

export const SIDECAR = 'proxy';

const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** A webhook that puts a container into every pod, as a service mesh does; the API servers of both clusters reach it. */
export async function startInjector(image: string): Promise<Injector> {
  const { cert, key } = await certificate();
  const server = createServer({ cert, key }, (request, response) => {
    void json(request).then((review) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(review as Review, image)));
    });
  });
  server.listen(0, HOST_IP);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    configuration: (name, matchLabels) => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: `${name}.example.com`,
          clientConfig: {
            url: `https://${HOST_IP}:${port}/`,
            caBundle: cert.toString('base64'),
          },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
          ],
          namespaceSelector: { matchLabels },
          ...{ admissionReviewVersions: ['v1'], sideEffects: 'None', failurePolicy: 'Fail' },
        },
      ],
    }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function certificate(): Promise<{ cert: Buffer; key: Buffer }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dray-injector-'));
  const file = (name: string): string => path.join(folder, name);
  try {
    await runCommand(
      // prettier-ignore
      ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc',
        '-keyout', file('key'), '-out', file('crt'), '-days', '2', '-subj', '/CN=injector',
        '-addext', `subjectAltName=IP:${HOST_IP}`],
    );
    const [cert, key] = await Promise.all([readFile(file('crt')), readFile(file('key'))]);
    return { cert, key };
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Review {
  apiVersion: string;
  kind: string;
  request: { uid: string; object: { metadata: { labels?: Record<string, string> } } };
}

function answer({ apiVersion, kind, request }: Review, image: string): unknown {
  const { labels = {} } = request.object.metadata;
  const [[label, value] = ['', '']] = Object.entries(NOT_INJECTED);
  const patch = labels[label] === value ? [] : [addContainer(image)];
  return {
    ...{ apiVersion, kind },
    response: {
      ...{ uid: request.uid, allowed: true, patchType: 'JSONPatch' },
      patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    },
  };
}

/** With bounds of its own: those that a namespace gives by default come before webhooks. */
function addContainer(image: string): unknown {
  const bounds = { cpu: '10m', memory: '32Mi' };
  const value = {
    ...{ name: SIDECAR, image, command: ['/bin/sh', '-c', SLEEP] },
    resources: { requests: bounds, limits: bounds },
  };
  return { op: 'add', path: '/spec/containers/-', value };
}
