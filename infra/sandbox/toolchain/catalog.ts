import { type SandboxVersions, VERSIONS } from '../versions.ts';

/** One Go module of `infra/sandbox/tools/`, and the programs that are built from it in one go. */
export interface ToolModule {
  /** Folder below `infra/sandbox/tools/`, which pins the version in go.mod and go.sum. */
  readonly folder: string;
  readonly title: string;
  readonly version: string;
  /** Program name → main package. */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables the linker sets: unstamped programs report versions such as v0.0.0-master. */
  readonly stamps?: Readonly<Record<string, string>>;
  /**
   * How programs that are installed already tell their version, and the word that must be in it.
   * Without it they are always built here: what goes into images must be statically linked.
   */
  readonly versionCheck?: {
    readonly args: readonly string[];
    /** Programs that are asked in another way. */
    readonly except?: Readonly<Record<string, readonly string[]>>;
    readonly expect: string;
  };
  /** Measured with two cores and an empty build cache. */
  readonly coldSeconds: number;
}

const KUBERNETES_VERSION = VERSIONS.kubernetes['1.34'];
const OLDER_KUBERNETES_VERSION = VERSIONS.kubernetes['1.30'];
const VELERO_VERSION = VERSIONS.velero['1.16'];
const NEWER_VELERO_VERSION = VERSIONS.velero['1.18'];

function kubernetesStamps(version: string): Record<string, string> {
  const [major = '', minor = ''] = version.slice(1).split('.');
  return Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((place) => [
      [`${place}.gitVersion`, version],
      [`${place}.gitMajor`, major],
      [`${place}.gitMinor`, minor],
    ]),
  );
}

/** In the order in which a starting sandbox needs them: clusters first, what runs in them last. */
export const TOOL_MODULES = [
  {
    folder: 'etcd',
    title: 'etcd v3.6.13',
    version: 'v3.6.13',
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
    versionCheck: { args: ['--version'], expect: '3.6.13' },
    coldSeconds: 33,
  },
  {
    folder: 'kubernetes',
    title: `Kubernetes ${KUBERNETES_VERSION}`,
    version: KUBERNETES_VERSION,
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-proxy': 'k8s.io/kubernetes/cmd/kube-proxy',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
      kubelet: 'k8s.io/kubernetes/cmd/kubelet',
    },
    stamps: kubernetesStamps(KUBERNETES_VERSION),
    versionCheck: {
      args: ['--version'],
      except: { kubectl: ['version', '--client'] },
      expect: KUBERNETES_VERSION,
    },
    coldSeconds: 252,
  },
  {
    folder: 'versitygw',
    title: 'Versity S3 gateway v1.8.0',
    version: 'v1.8.0',
    programs: { versitygw: 'github.com/versity/versitygw/cmd/versitygw' },
    stamps: { 'main.Version': 'v1.8.0' },
    versionCheck: { args: ['--version'], expect: 'v1.8.0' },
    coldSeconds: 41,
  },
  {
    folder: 'temporal',
    title: 'Temporal CLI v1.5.1',
    version: 'v1.5.1',
    programs: { temporal: 'github.com/temporalio/cli/cmd/temporal' },
    stamps: { 'github.com/temporalio/cli/temporalcli.Version': '1.5.1' },
    versionCheck: { args: ['--version'], expect: '1.5.1' },
    coldSeconds: 114,
  },
  {
    folder: 'coredns',
    title: 'CoreDNS v1.14.7',
    version: 'v1.14.7',
    programs: { coredns: 'github.com/coredns/coredns' },
    coldSeconds: 79,
  },
  {
    folder: 'local-path-provisioner',
    title: 'local-path-provisioner v0.0.30',
    version: 'v0.0.30',
    programs: { 'local-path-provisioner': 'github.com/rancher/local-path-provisioner' },
    stamps: { 'main.VERSION': 'v0.0.30' },
    coldSeconds: 51,
  },
  {
    folder: 'velero',
    title: `Velero ${VELERO_VERSION}`,
    version: VELERO_VERSION,
    programs: {
      velero: 'github.com/vmware-tanzu/velero/cmd/velero',
      'velero-restore-helper': 'github.com/vmware-tanzu/velero/cmd/velero-restore-helper',
    },
    stamps: { 'github.com/vmware-tanzu/velero/pkg/buildinfo.Version': VELERO_VERSION },
    coldSeconds: 114,
  },
  {
    folder: 'velero-plugin-for-aws',
    title: 'Velero plugin for AWS v1.14.3',
    version: 'v1.14.3',
    programs: {
      'velero-plugin-for-aws':
        'github.com/vmware-tanzu/velero-plugin-for-aws/velero-plugin-for-aws',
    },
    coldSeconds: 143,
  },
] as const satisfies readonly ToolModule[];

/**
 * Other versions, made only for a sandbox that is asked for them. Their programs have names of their own, so that
 * one toolchain holds both versions; nobody has programs of such names installed, so they are always built.
 */
const OLDER_KUBERNETES = {
  folder: 'kubernetes-1.30',
  title: `Kubernetes ${OLDER_KUBERNETES_VERSION}`,
  version: OLDER_KUBERNETES_VERSION,
  // No kubectl: the newer one does here what is asked of it.
  programs: {
    'kube-apiserver-1.30': 'k8s.io/kubernetes/cmd/kube-apiserver',
    'kube-controller-manager-1.30': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    'kube-proxy-1.30': 'k8s.io/kubernetes/cmd/kube-proxy',
    'kube-scheduler-1.30': 'k8s.io/kubernetes/cmd/kube-scheduler',
    'kubelet-1.30': 'k8s.io/kubernetes/cmd/kubelet',
  },
  stamps: kubernetesStamps(OLDER_KUBERNETES_VERSION),
  coldSeconds: 443,
} as const satisfies ToolModule;

const NEWER_VELERO = {
  folder: 'velero-1.18',
  title: `Velero ${NEWER_VELERO_VERSION}`,
  version: NEWER_VELERO_VERSION,
  programs: {
    'velero-1.18': 'github.com/vmware-tanzu/velero/cmd/velero',
    'velero-restore-helper-1.18': 'github.com/vmware-tanzu/velero/cmd/velero-restore-helper',
  },
  stamps: { 'github.com/vmware-tanzu/velero/pkg/buildinfo.Version': NEWER_VELERO_VERSION },
  coldSeconds: 158,
} as const satisfies ToolModule;

export const OTHER_MODULES = [OLDER_KUBERNETES, NEWER_VELERO] as const;

type ProgramsOf<M> = M extends { programs: infer P } ? keyof P & string : never;

/** Every program the sandbox can be made of that no Debian package brings. */
export type ToolName = ProgramsOf<(typeof TOOL_MODULES)[number] | (typeof OTHER_MODULES)[number]>;

/** What a sandbox of these versions is made of, in the order in which it needs them. */
export function modulesFor({ sourceKubernetes, velero }: SandboxVersions): readonly ToolModule[] {
  return TOOL_MODULES.flatMap((module): ToolModule[] => {
    switch (module.folder) {
      case 'kubernetes':
        return sourceKubernetes === '1.30' ? [module, OLDER_KUBERNETES] : [module];
      case 'velero':
        return velero === '1.18' ? [NEWER_VELERO] : [module];
      default:
        return [module];
    }
  });
}

/** The module that brings a program. */
export function moduleOf(tool: ToolName): ToolModule {
  const modules: readonly ToolModule[] = [...TOOL_MODULES, ...OTHER_MODULES];
  const found = modules.find((module) => tool in module.programs);
  if (!found) throw new Error(`No module brings ${tool}`);
  return found;
}
