import { ADDRESS_RANGE } from './layout.ts';
import { SandboxFailure } from './sandbox-failure.ts';

/** What was looked up on the machine; the verdicts below are about nothing else. */
export interface MachineFacts {
  uid: number;
  platform: string;
  architecture: string;
  /** Output of `go version`, or undefined when there is none. */
  go: string | undefined;
  hasApt: boolean;
  /** Debian packages that would have to be installed first. */
  missingPackages: readonly string[];
  /** Ports of the host that the sandbox needs and somebody listens on, with his name. */
  takenPorts: readonly { port: number; holder: string }[];
  /** Addresses and routes of the machine inside the sandbox's range, as `ip` shows them. */
  takenAddresses: readonly string[];
  /** Each file system the cache and the state are on: what is free there, and what it takes. */
  disks: readonly { paths: readonly string[]; freeBytes: number; neededBytes: number }[];
  /** Each kernel feature we tried, with the message of the kernel when it refused. */
  kernel: readonly { feature: string; refusal: string | undefined }[];
  /** Whether a firewall of the host would drop what the bridge carries (Docker's does). */
  bridgeFirewall: boolean;
}

/** Something that will not work, what shows it, and what to do about it. */
export interface Finding {
  problem: string;
  found: string;
  action: string;
}

/** What a cold cache grows to, compiled modules and images included. */
export const CACHE_BYTES = 10e9;
/** Images and layers of two clusters, and some room for volumes. */
export const STATE_BYTES = 5e9;

type Check = (facts: MachineFacts) => Finding[];

const checks: readonly Check[] = [
  (facts) =>
    facts.uid === 0
      ? []
      : [
          {
            problem: 'The sandbox needs root: it makes network namespaces, mounts and cgroups',
            found: `running as user id ${facts.uid}`,
            action: 'Run the same command with sudo.',
          },
        ],
  (facts) =>
    facts.platform === 'linux' && ['x64', 'arm64'].includes(facts.architecture)
      ? []
      : [
          {
            problem: 'The sandbox runs on Linux, on amd64 or arm64',
            found: `${facts.platform} on ${facts.architecture}`,
            action: 'Use a Linux machine; a virtual one will do.',
          },
        ],
  (facts) =>
    facts.go !== undefined
      ? []
      : [
          {
            problem: 'Go is missing: Kubernetes and its companions are built from source',
            found: 'no `go` on the PATH',
            action:
              'Install Go 1.25.7 or newer (https://go.dev/dl) and put it on the PATH of root.',
          },
        ],
  (facts) =>
    facts.missingPackages.length === 0 || facts.hasApt
      ? []
      : [
          {
            problem: 'Debian packages are missing, and there is no apt-get to install them',
            found: facts.missingPackages.join(' '),
            action: 'Use Debian 12 or newer, or install the same programs by hand.',
          },
        ],
  (facts) =>
    facts.takenPorts.map(({ port, holder }) => ({
      problem: `Port ${port} is taken`,
      found: holder,
      action: 'Stop that program, or use another machine: the sandbox has fixed ports.',
    })),
  (facts) =>
    facts.takenAddresses.length === 0
      ? []
      : [
          {
            problem: `Addresses of ${ADDRESS_RANGE} are in use, which the sandbox needs for itself`,
            found: facts.takenAddresses.join('\n'),
            action: 'Remove that interface or route (often a VPN) while the sandbox is up.',
          },
        ],
  (facts) =>
    facts.disks
      .filter(({ freeBytes, neededBytes }) => freeBytes < neededBytes)
      .map(({ paths, freeBytes, neededBytes }) => ({
        problem: `Too little disk for ${paths.join(' and ')}`,
        found: `${gigabytes(freeBytes)} free, ${gigabytes(neededBytes)} needed`,
        action: 'Free some; the cache may be elsewhere: set DRAY_CACHE to a directory there.',
      })),
  (facts) =>
    facts.kernel.flatMap(({ feature, refusal }) =>
      refusal === undefined
        ? []
        : [
            {
              problem: `The kernel cannot do ${feature}`,
              found: refusal,
              action:
                'Use a common distribution kernel, 5.13 or newer; not a restricted container.',
            },
          ],
    ),
  (facts) =>
    facts.bridgeFirewall
      ? [
          {
            problem: 'A firewall of this machine drops what bridges carry (Docker sets this up)',
            found: 'bridge-nf-call-iptables is 1, and the FORWARD chain drops by default',
            action: 'iptables -I FORWARD -i dray0 -o dray0 -j ACCEPT',
          },
        ]
      : [],
];

/** Everything that stands in the way, in the order in which it is best solved. */
export function preflight(facts: MachineFacts): Finding[] {
  return checks.flatMap((check) => check(facts));
}

/** All findings at once, so that nobody has to solve them one run at a time. */
export function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  throw new SandboxFailure('This machine cannot run the sandbox yet', {
    found: findings.map(({ problem, found }) => `${problem}: ${found}`).join('\n'),
    hint: [...new Set(findings.map(({ action }) => action))].join(' '),
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
