import { expect, test } from '@jest/globals';
import { inWaves, waveOf } from './waves.ts';

test.each<[string, string]>([
  ['CustomResourceDefinition.apiextensions.k8s.io', 'Widget.example.com'],
  ['ServiceAccount', 'Secret'],
  ['Secret', 'Deployment.apps'],
  ['ResourceQuota', 'Service'],
  ['Service', 'StatefulSet.apps'],
  ['Secret', 'ImageStream.image.openshift.io'],
  ['ImageStream.image.openshift.io', 'DeploymentConfig.apps.openshift.io'],
  ['Deployment.apps', 'Widget.example.com'],
  ['Widget.example.com', 'Pod'],
  ['Pod', 'HorizontalPodAutoscaler.autoscaling'],
  ['PodDisruptionBudget.policy', 'ValidatingWebhookConfiguration.admissionregistration.k8s.io'],
])('%s comes before %s', (first, second) => {
  expect(waveOf(first)).toBeLessThan(waveOf(second));
});

test('waves keep their order, and what is alike stays together', () => {
  const kinds = [
    'Deployment.apps',
    'Widget.example.com',
    'Secret',
    'Route.route.openshift.io',
    'ConfigMap',
  ];

  expect(inWaves(kinds, (kind) => kind)).toEqual([
    ['Secret', 'ConfigMap'],
    ['Deployment.apps'],
    ['Widget.example.com', 'Route.route.openshift.io'],
  ]);
});
