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

interface Pod {
  spec?: {
    securityContext?: Ids & { fsGroup?: number; supplementalGroups?: number[] };
    containers?: { name: string; securityContext?: Ids; volumeMounts?: { name: string }[] }[];
    volumes?: { name: string; persistentVolumeClaim?: { claimName?: string } }[];
  };
  status?: {
    containerStatuses?: { name: string; user?: { linux?: { uid?: number; gid?: number } } }[];
  };
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
  const { spec = {}, status = {} } = found as Pod;
  const volumes = (spec.volumes ?? [])
    .filter((volume) => volume.persistentVolumeClaim?.claimName === claim)
    .map(({ name }) => name);
  const container = spec.containers?.find((one) =>
    one.volumeMounts?.some(({ name }) => volumes.includes(name)),
  );
  const seen = status.containerStatuses?.find(({ name }) => name === container?.name)?.user?.linux;
  const uid = container?.securityContext?.runAsUser ?? spec.securityContext?.runAsUser ?? seen?.uid;
  const gid =
    container?.securityContext?.runAsGroup ?? spec.securityContext?.runAsGroup ?? seen?.gid;
  const { fsGroup, supplementalGroups = [] } = spec.securityContext ?? {};
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    groups: [...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups],
  };
}
