import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import type { RunVolume } from '../run/facts.ts';
import { missingOnSource } from './way-back.ts';

const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'renamed' },
  ...{ capacity: '1Gi', capacityBytes: 1, storageClass: '', accessModes: [] },
};
const FACTS = { namespaces: [{ source: 'shop', target: 'store' }], volumes: [VOLUME] };

function claim(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'store' },
  };
}

function source(namespaces: string[], claims: string[]) {
  return { namespaces: new Set(namespaces), claims: new Set(claims) };
}

test.each([
  [
    'everything is there',
    [claim('renamed'), claim('logs')],
    source(['shop'], ['shop/data', 'shop/logs']),
    [],
  ],
  [
    'a claim is gone',
    [claim('renamed')],
    source(['shop'], ['shop/logs']),
    ['PersistentVolumeClaim shop/data'],
  ],
  [
    'one that left the plan is gone',
    [claim('logs')],
    source(['shop'], ['shop/data']),
    ['PersistentVolumeClaim shop/logs'],
  ],
  ['the namespace is gone', [], source([], []), ['Namespace shop']],
  ['no claim would be deleted', [], source(['shop'], []), []],
])('%s', (_what, made, there, missing) => {
  expect(missingOnSource(FACTS, made, there)).toEqual(missing);
});
