import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { contextWith } from '../transform/golden/context.ts';
import { deployment, live } from '../transform/golden/objects.ts';
import { lackingSecrets } from './lacking-secrets.ts';

const CONTEXT = contextWith({
  source: { accountSecrets: { 'shop/web-dockercfg-old': 'web', 'shop/odd': 'api' } },
  target: { pullSecrets: { 'shop2/builder': 'builder-dockercfg-new' } },
});

const named = (...names: string[]) => names.map((name) => ({ name }));
const pods = (...names: string[]) => deployment({ imagePullSecrets: named(...names) });
const account = (name: string, ...names: string[]) =>
  live('v1', 'ServiceAccount', { name }, { imagePullSecrets: named(...names) });

test.each<[string, KubeObject, string[]]>([
  ['pods that name one beside their own', pods('web-dockercfg-old', 'mine'), ['shop2/web']],
  ['pods that name one by an odd name', pods('odd', 'mine'), ['shop2/api']],
  ['pods that name it alone: their account gives it', pods('web-dockercfg-old'), []],
  ['pods that name one that the target has', pods('builder-dockercfg-old', 'mine'), []],
  ['pods of a plain cluster', pods('mine'), []],
  ['an account that names its own', account('web', 'web-dockercfg-old', 'mine'), []],
  ['an account that names another’s', account('x', 'web-dockercfg-old', 'mine'), ['shop2/web']],
  ['anything else', live('v1', 'ConfigMap', {}), []],
])('%s', (_, found, expected) => {
  expect(lackingSecrets([{ found, wanted: found }], CONTEXT)).toEqual(expected);
});

test('each account is named once', () => {
  const found = pods('web-dockercfg-old', 'mine');

  expect(
    lackingSecrets(
      [found, found].map((one) => ({ found: one, wanted: one })),
      CONTEXT,
    ),
  ).toEqual(['shop2/web']);
});
