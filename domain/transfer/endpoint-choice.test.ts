import { expect, it } from '@jest/globals';
import { endpointOrder, PROBED_MS } from './endpoint-choice.ts';
import { ENDPOINT_TYPES } from '../settings/settings.ts';

const plain = { oneCluster: false, routes: false, balancesLoads: false };

it.each([
  ['a plain target', plain, ['NodePort']],
  ['one cluster', { ...plain, oneCluster: true }, ['ClusterIP', 'NodePort']],
  ['OpenShift', { ...plain, routes: true }, ['Route', 'NodePort']],
  ['a cloud', { ...plain, balancesLoads: true }, ['NodePort', 'LoadBalancer']],
  [
    'all at once',
    { oneCluster: true, routes: true, balancesLoads: true },
    ['ClusterIP', 'Route', 'NodePort', 'LoadBalancer'],
  ],
])('%s is tried in this order', (_, offer, order) => {
  expect(endpointOrder(undefined, offer)).toEqual(order);
});

it.each(ENDPOINT_TYPES)('%s is alone when it is forced', (type) => {
  expect(endpointOrder(type, { ...plain, oneCluster: true, routes: true })).toEqual([type]);
  expect(PROBED_MS[type]).toBeGreaterThan(10_000);
});
