/** What the services of this machine are told on the command line; secrets are not among it. */
export interface ServiceConfig {
  /** How to reach the host cluster; KUBECONFIG, the pod's account or ~/.kube/config when left out. */
  kubeconfig?: string;
  context?: string;
  /** Namespace of the custom resources when a request names none. */
  namespace?: string;
  /** Where the server listens. */
  listen: { host: string; port: number };
  /** An existing Temporal; one of its own is started when left out (`serve` only). */
  temporal?: { address: string; namespace: string; uiUrl?: string };
}
