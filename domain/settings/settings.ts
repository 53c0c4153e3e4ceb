/**
 * What an administrator has set for every migration, in the MigrationController of the host cluster. Its names are
 * those of MTC's operator. Read anew by each act that needs it: a limit of the bandwidth is changed while runs go on,
 * and the proxy's password must not pass through a history.
 */
export interface Settings {
  /** `rsync_endpoint_type`; undefined: chosen by what the target offers. */
  endpointType?: EndpointType;
  /** `stunnel_tcp_proxy`. */
  proxy?: TunnelProxy;
  /** `rsync_opt_bwlimit`, KiB/s of each volume, as rsync counts; undefined or 0: as fast as it goes. */
  bandwidthLimit?: number;
  /** `src_supplemental_groups`, `target_supplemental_groups`: of the pods that read and write volumes. */
  supplementalGroups: { source: number[]; target: number[] };
  /** `restic_supplemental_groups`. */
  resticGroups: number[];
  /** `restic_timeout`, seconds. */
  resticTimeoutSeconds: number;
  /** `enable_dvm_pv_resizing` and `pv_resizing_threshold`, percent. */
  resizing: { enabled: boolean; thresholdPercent: number };
  /** `mig_pv_limit`, `mig_pod_limit`, `mig_namespace_limit`: beyond them a plan is warned of. */
  limits: { volumes: number; pods: number; namespaces: number };
}

export const ENDPOINT_TYPES = ['Route', 'LoadBalancer', 'NodePort', 'ClusterIP'] as const;
export type EndpointType = (typeof ENDPOINT_TYPES)[number];

/** A proxy that lets a tunnel through by CONNECT. */
export interface TunnelProxy {
  host: string;
  port: number;
  user?: string;
  password?: string;
}

export const DEFAULT_SETTINGS: Settings = {
  supplementalGroups: { source: [], target: [] },
  resticGroups: [],
  resticTimeoutSeconds: 3600,
  // As MTC's operator ships them.
  resizing: { enabled: false, thresholdPercent: 3 },
  limits: { volumes: 100, pods: 100, namespaces: 10 },
};
