import { expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { chosenNodePorts } from './chosen-node-ports.ts';

const KEY = 'k:{"port":80,"protocol":"TCP"}';

function service(spec: object, metadata: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', ...metadata }, spec };
}

/** As Kubernetes 1.34 keeps it, of one manager. */
function managed(spec: object): object {
  return { managedFields: [{ manager: 'x', fieldsV1: { 'f:metadata': {}, 'f:spec': spec } }] };
}

const applied = (spec: object): object => ({
  annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec }) },
});

const PORTS = { ports: [{ port: 80, protocol: 'TCP', nodePort: 31000 }] };
const PORT = { '.': {}, 'f:port': {}, 'f:targetPort': {} };

it.each<[string, KubeObject, number[]]>([
  [
    'a port that a request named',
    service(PORTS, managed({ 'f:ports': { [KEY]: { ...PORT, 'f:nodePort': {} } } })),
    [31000],
  ],
  [
    'a port that the API server gave',
    service(PORTS, managed({ 'f:ports': { '.': {}, [KEY]: PORT } })),
    [],
  ],
  ['a port of a file that was applied', service(PORTS, applied(PORTS)), [31000]],
  ['a port that the file does not name', service(PORTS, applied({ ports: [{ port: 80 }] })), []],
  [
    'a file that is none',
    service(PORTS, { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{' } }),
    [],
  ],
  ['nothing known', service(PORTS), []],
  [
    'one of two',
    service(
      { ports: [...PORTS.ports, { port: 80, protocol: 'UDP', nodePort: 31001 }] },
      managed({
        'f:ports': { [KEY]: PORT, 'k:{"port":80,"protocol":"UDP"}': { 'f:nodePort': {} } },
      }),
    ),
    [31001],
  ],
  [
    'the port of health checks',
    service({ ports: [], healthCheckNodePort: 31002 }, managed({ 'f:healthCheckNodePort': {} })),
    [31002],
  ],
])('%s', (_name, found, ports) => {
  expect(chosenNodePorts([found, service({})])).toEqual(ports);
});
