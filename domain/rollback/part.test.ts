import { expect, test } from '@jest/globals';
import { partOf, type Part } from './part.ts';

test.each<[Part, string[]]>([
  ['running', ['Deployment.apps', 'StatefulSet.apps', 'CronJob.batch', 'Job.batch', 'Pod']],
  ['running', ['ReplicationController', 'DeploymentConfig.apps.openshift.io', 'DaemonSet.apps']],
  ['steering', ['Kafka.kafka.strimzi.io', 'Cluster.cluster.x-k8s.io', 'Widget.example.com']],
  ['steering', ['HorizontalPodAutoscaler.autoscaling', 'PodDisruptionBudget.policy']],
  ['steering', ['ValidatingWebhookConfiguration.admissionregistration.k8s.io']],
  ['lying', ['ConfigMap', 'Secret', 'Service', 'NetworkPolicy.networking.k8s.io']],
  ['lying', ['Route.route.openshift.io', 'ControllerRevision.apps', 'NetworkPolicy.extensions']],
])('%s: %j', (part, kinds) => {
  for (const kind of kinds) expect({ kind, part: partOf(kind) }).toEqual({ kind, part });
});
