import { type VeleroOptions, veleroInstallArgs } from './velero.ts';

/**
 * The same for Velero 1.18, which has no uploader but kopia, and looks at the cluster even when it only prints.
 */
export function newerVeleroInstallArgs(options: VeleroOptions, kubeconfig: string): string[] {
  const args = veleroInstallArgs(options).filter((arg) => !arg.startsWith('--uploader-type='));
  return [...args, '--uploader-type=kopia', `--kubeconfig=${kubeconfig}`];
}
