import type { KubeObject } from '../kube-object.ts';

/** Selects the ConfigMaps by which Velero's own plug-ins are told to change what a whole cluster restores. */
export const PLUGIN_CONFIG_SELECTOR = 'velero.io/plugin-config';

/** What the plug-ins change once they are told to. Claims and pods are not restored by Velero. */
const CHANGED: Readonly<Record<string, readonly string[]>> = {
  'velero.io/change-image-name': [
    ...['deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'cronjobs.batch'],
  ],
  'velero.io/change-storage-class': ['statefulsets.apps'],
};

/**
 * Resources that somebody has Velero change on the way, each with the reason why it is not left to it: what arrived
 * would be neither what was on the source nor what was decided.
 */
export function changedByPlugins(configMaps: readonly KubeObject[]): Record<string, string> {
  return Object.fromEntries(
    configMaps.flatMap(({ metadata }) =>
      Object.entries(CHANGED)
        .filter(([plugin]) => metadata.labels?.[plugin] !== undefined)
        .flatMap(([plugin, resources]) =>
          resources.map((resource) => [
            resource,
            `ConfigMap ${metadata.name} has Velero change it (${plugin})`,
          ]),
        ),
    ),
  );
}
