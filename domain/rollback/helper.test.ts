import { expect, test } from '@jest/globals';
import { pullerPod } from '../images/puller.ts';
import type { KubeObject } from '../kube-object.ts';
import { transferLabels, transferNames } from '../transfer/names.ts';
import { isHelper } from './helper.ts';

const VOLUME = { runUid: 'a1b2c3d4-0000', planUid: 'p', namespace: 'shop', claim: 'data' };
const RUN = { namespace: 'ns', migration: 'final', uid: VOLUME.runUid, plan: 'shop', planUid: 'p' };

function pod(name: string, labels: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels } };
}

const PULLER = pullerPod({
  run: RUN,
  wanted: { images: ['i'], placement: {}, owners: [] } as never,
  namespace: 'shop',
  pullSecrets: [],
  nodes: [],
});

test('ends of a transfer and pods that pull are known by their names', () => {
  for (const role of ['sender', 'receiver'] as const) {
    expect(isHelper(pod(transferNames(VOLUME)[role], transferLabels(VOLUME, role)))).toBe(true);
  }
  expect(isHelper(PULLER)).toBe(true);
});

test.each([
  ['a copy of an end', pod('mine', transferLabels(VOLUME, 'sender'))],
  ['a copy of a puller', pod('mine', PULLER.metadata.labels ?? {})],
  ['something without labels', pod(PULLER.metadata.name, {})],
])('%s is none', (_what, found) => {
  expect(isHelper(found)).toBe(false);
});
