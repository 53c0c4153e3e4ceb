import type { Identities } from '../identity/identity.ts';
import type { TransferredVolume } from '../names.ts';
import type { EndResources } from '../resources.ts';
import type { TransferRole } from '../layout.ts';

/** One volume on its way: what the objects of both ends are made from. */
export interface TransferSpec {
  volume: TransferredVolume;
  /** The claim on the target. */
  target: { namespace: string; claim: string };
  /** The mover image, pinned. */
  image: string;
  imagePullSecrets?: string[];
  /** Who runs at both ends; root when left out. */
  identities?: Identities;
  /** What the containers ask for; the usual when left out. */
  resources?: Record<TransferRole, EndResources>;
  /** The pods end themselves after this long, should nobody be left to delete them. */
  activeDeadlineSeconds?: number;
}

/** Beside the pods that use the volume: a ReadWriteOnce volume is attached to one node only. */
export interface Placement {
  /** Value of the node's label kubernetes.io/hostname; left out when nothing uses the volume. */
  hostname?: string;
  /** The tolerations of the application's pod: its node may be tainted. */
  tolerations?: Toleration[];
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** Where the receiver is reached from the source cluster: a node of the target and the NodePort. */
export interface Endpoint {
  host: string;
  port: number;
}
