import type { KubeObject } from '../../kube-object.ts';
import { claimsOf, isActive } from '../../quiesce/pods.ts';

/** As whom an application uses a volume: what is not known is left out. */
export interface ApplicationUser {
  uid?: number;
  gid?: number;
  /** `fsGroup` among them. */
  groups: number[];
}

interface Ids {
  runAsUser?: number;
  runAsGroup?: number;
}

interface Container {
  name: string;
  securityContext?: Ids;
  volumeMounts?: { name: string }[];
}

interface PodSpec {
  securityContext?: Ids & { fsGroup?: number; supplementalGroups?: number[] };
  containers?: Container[];
  volumes?: { name: string; persistentVolumeClaim?: { claimName?: string } }[];
}

interface PodStatus {
  containerStatuses?: { name: string; user?: { linux?: { uid?: number; gid?: number } } }[];
}

/**
 * The user of the container that mounts a claim: what its security context says, else (newer servers tell it) what the
 * kubelet has seen, which is the user of the image. Undefined when no pod uses the claim.
 */
export function applicationUser(
  claim: string,
  pods: readonly KubeObject[],
): ApplicationUser | undefined {
  const found = pods.find((pod) => isActive(pod) && claimsOf(pod).includes(claim));
  if (found === undefined) return undefined;
  const spec = (found['spec'] ?? {}) as PodSpec;
  const container = containerWith(spec, claim);
  return {
    ...firstIds(container?.securityContext, spec.securityContext, seenIds(found, container?.name)),
    groups: groupsOf(spec),
  };
}

function containerWith({ containers = [], volumes = [] }: PodSpec, claim: string) {
  const names = volumes
    .filter((volume) => volume.persistentVolumeClaim?.claimName === claim)
    .map(({ name }) => name);
  return containers.find((one) => one.volumeMounts?.some(({ name }) => names.includes(name)));
}

function seenIds(pod: KubeObject, container: string | undefined): Ids {
  const { containerStatuses = [] } = (pod['status'] ?? {}) as PodStatus;
  const { uid, gid } = containerStatuses.find(({ name }) => name === container)?.user?.linux ?? {};
  return {
    ...(uid === undefined ? {} : { runAsUser: uid }),
    ...(gid === undefined ? {} : { runAsGroup: gid }),
  };
}

/** Of each id the first that is said. */
function firstIds(...said: (Ids | undefined)[]): { uid?: number; gid?: number } {
  const uid = said.find((ids) => ids?.runAsUser !== undefined)?.runAsUser;
  const gid = said.find((ids) => ids?.runAsGroup !== undefined)?.runAsGroup;
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

function groupsOf({ securityContext = {} }: PodSpec): number[] {
  const { fsGroup, supplementalGroups = [] } = securityContext;
  return fsGroup === undefined ? supplementalGroups : [fsGroup, ...supplementalGroups];
}
