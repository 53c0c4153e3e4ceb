/** The API group of the Migration Toolkit for Containers, kept so that its manifests work here. */
export const GROUP = 'migration.openshift.io';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}` as const;

/** The group of what MTC does not know. */
export const OWN_GROUP = 'drayage.dev';
export const OWN_API_VERSION = `${OWN_GROUP}/${VERSION}` as const;

/** Where every object of the group, and Velero, lives. MTC knows no other place. */
export const NAMESPACE = 'openshift-migration';
