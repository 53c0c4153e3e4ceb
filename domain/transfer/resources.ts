/** What one container asks for, as Kubernetes has it. */
export interface Resources {
  requests: Record<string, string>;
  limits?: Record<string, string>;
}

/** Both containers of one end: the one that touches the volume, and the tunnel. */
export interface EndResources {
  mover: Resources;
  tunnel: Resources;
}

/** No limits: a pass is as quick as its node lets it be, and the memory of rsync grows with the number of files. */
export const USUAL: EndResources = {
  mover: { requests: { cpu: '50m', memory: '64Mi' } },
  tunnel: { requests: { cpu: '50m', memory: '32Mi' } },
};
