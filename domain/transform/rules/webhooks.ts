import type { KubeObject } from '../../kube-object.ts';
import type { Rule } from '../contract.ts';
import { EACH, edit, type Path } from '../edit.ts';
import { toTarget } from '../mapping.ts';
import { mapSelector } from './namespace-selectors.ts';

const SERVICES: readonly Path[] = [
  ['webhooks', EACH, 'clientConfig', 'service', 'namespace'],
  ['spec', 'conversion', 'webhook', 'clientConfig', 'service', 'namespace'],
  ['spec', 'conversion', 'webhookClientConfig', 'service', 'namespace'],
];

/** A webhook is asked where its Service is; unreachable ones keep the API server from taking anything. */
export const WEBHOOK_SERVICE: Rule = {
  name: 'webhook-service',
  kinds: [
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    'CustomResourceDefinition.apiextensions.k8s.io',
  ],
  apply: (object, context) => ({
    keep: SERVICES.reduce(
      (edited: KubeObject, path) => edit(edited, path, toTarget(context)),
      edit(object, ['webhooks', EACH, 'namespaceSelector'], (selector) =>
        mapSelector(selector, toTarget(context)),
      ),
    ),
  }),
};
