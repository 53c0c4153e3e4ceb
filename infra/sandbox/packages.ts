import { access, chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { lastLines, tryLongCommand } from './long-command.ts';
import type { Progress, Report } from './progress.ts';
import { SandboxFailure } from './sandbox-failure.ts';

export interface HostPackage {
  /** Its name in Debian and Ubuntu. */
  name: string;
  /** What we use of it: programs on the PATH, or files. Present means satisfied, whoever put it. */
  provides: readonly string[];
}

/** Programs of the machine that the sandbox runs on; what runs in its clusters is in the images. */
export const HOST_PACKAGES: readonly HostPackage[] = [
  { name: 'containerd', provides: ['containerd', 'ctr'] },
  { name: 'runc', provides: ['runc'] },
  {
    name: 'containernetworking-plugins',
    provides: ['ptp', 'host-local', 'loopback', 'portmap'].map((x) => `/usr/lib/cni/${x}`),
  },
  { name: 'iproute2', provides: ['ip'] },
  { name: 'nftables', provides: ['nft'] },
  // The CNI portmap plugin writes its rules with it.
  { name: 'iptables', provides: ['iptables'] },
  { name: 'conntrack', provides: ['conntrack'] },
  { name: 'util-linux', provides: ['nsenter', 'flock'] },
  { name: 'mount', provides: ['mount', 'umount'] },
  { name: 'openssl', provides: ['openssl'] },
  { name: 'mmdebstrap', provides: ['mmdebstrap'] },
  // mmdebstrap extracts Debian packages on Ubuntu, too, and checks their signatures with these.
  {
    name: 'debian-archive-keyring',
    provides: ['/usr/share/keyrings/debian-archive-keyring.gpg'],
  },
  { name: 'skopeo', provides: ['skopeo'] },
  { name: 'docker-registry', provides: ['docker-registry'] },
];

/** Root's PATH may lack the directories of system programs. */
const programDirs = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Services the packages bring that we run ourselves, in our own way, or not at all. */
const unwantedServices = ['containerd.service', 'docker-registry.service'];

/** Which packages lack something we use. */
export async function findMissingPackages(
  packages: readonly HostPackage[] = HOST_PACKAGES,
): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, provides } of packages) {
    const present = await Promise.all(provides.map(isPresent));
    if (present.includes(false)) missing.push(name);
  }
  return missing;
}

async function isPresent(programOrFile: string): Promise<boolean> {
  const dirs = [...(process.env['PATH'] ?? '').split(':').filter(Boolean), ...programDirs];
  const places = programOrFile.startsWith('/')
    ? [programOrFile]
    : dirs.map((dir) => join(dir, programOrFile));
  const found = await Promise.all(
    places.map((place) =>
      access(place).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/**
 * Installs what the machine lacks; does nothing, and needs no rights, when nothing is missing.
 * No service is left running, none will start with the machine, and no installed package goes.
 */
export async function ensurePackages(
  progress: Progress,
  signal?: AbortSignal,
  packages: readonly HostPackage[] = HOST_PACKAGES,
): Promise<void> {
  const missing = await findMissingPackages(packages);
  if (missing.length === 0) return;
  const hint = `Install these by hand, or run this as root on Debian or Ubuntu: ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new SandboxFailure('Some programs are missing, and only root can install them', { hint });
  }
  if (!(await isPresent('apt-get'))) {
    throw new SandboxFailure('Some programs are missing, and this machine has no apt', { hint });
  }
  await progress.step(`Installing ${missing.length} Debian packages`, (report) =>
    install(missing, report, signal),
  );
}

async function install(missing: string[], report: Report, signal?: AbortSignal): Promise<void> {
  const restorePolicy = await forbidServices();
  try {
    // Package lists may be absent or outdated; fetching them always would slow down every start.
    const first = await aptGet(['install', '--no-remove', ...missing], report, signal);
    if (first.code === 0) return;
    report('reading package lists');
    await aptGet(['update'], report, signal);
    const second = await aptGet(['install', '--no-remove', ...missing], report, signal);
    if (second.code === 0) return;
    throw new SandboxFailure(`Cannot install ${missing.join(' ')}`, {
      found: lastLines(second.stderr),
      hint: explainApt(second.stderr),
    });
  } finally {
    await restorePolicy();
  }
}

function aptGet(args: readonly string[], report: Report, signal: AbortSignal | undefined) {
  const options = ['--yes', '--quiet', '--no-install-recommends', '-o', 'APT::Status-Fd=2'];
  return tryLongCommand(['apt-get', ...options, '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    signal,
    onErrorLine: (line) => {
      const status = describeAptStatus(line);
      if (status !== undefined) report(status);
    },
  });
}

/**
 * What a line of apt's status stream says: `pmstatus:runc:40.5:Unpacking runc (amd64)`. Undefined
 * for any other line.
 */
export function describeAptStatus(line: string): string | undefined {
  const found = /^(dlstatus|pmstatus):[^:]*(?::[^:]*)??:([\d.]+):(.*)$/.exec(line);
  if (!found) return undefined;
  const [, kind, percent, text = ''] = found;
  const share = `${Math.floor(Number(percent))} %`;
  return kind === 'dlstatus' ? `downloading, ${share}` : `${text.trim()}, ${share}`;
}

/** What to do about a failed installation. */
export function explainApt(stderr: string): string {
  if (/but remove is disabled|Packages need to be removed/.test(stderr)) {
    return 'An installed package stands in the way, and none is removed without you: decide which one to keep.';
  }
  if (/Unable to locate package|has no installation candidate/.test(stderr)) {
    return 'Debian 12 or Ubuntu 24.04 have all of them: enable the component `main` (Ubuntu: `universe`).';
  }
  if (/Could not get lock|Unable to acquire the dpkg/.test(stderr)) {
    return 'Another package tool is running: let it finish and try again.';
  }
  if (/Failed to fetch|Could not connect|Could not resolve/.test(stderr)) {
    return 'The package mirror cannot be reached: check /etc/apt/sources.list and the proxy settings of apt.';
  }
  return 'Read what apt says above; `apt-get install` with these names shows the same.';
}

const policyFile = '/usr/sbin/policy-rc.d';
const savedPolicy = `${policyFile}.before-drayage`;
const policyMark = '# Written by drayage while it installs packages.';

/**
 * Debian starts services when it installs them, unless this script says no (exit code 101).
 * @returns how to put everything back as it was.
 */
async function forbidServices(): Promise<() => Promise<void>> {
  const current = await readFile(policyFile, 'utf8').catch(() => undefined);
  // One with our mark was left by a run that was killed: the original is in the saved file, if any.
  if (current !== undefined && !current.includes(policyMark)) await rename(policyFile, savedPolicy);
  await writeFile(policyFile, `#!/bin/sh\n${policyMark}\nexit 101\n`);
  await chmod(policyFile, 0o755);
  const hadService = await Promise.all(unwantedServices.map(isServiceInstalled));
  return async () => {
    await rm(policyFile, { force: true });
    await rename(savedPolicy, policyFile).catch(() => undefined);
    const ours = unwantedServices.filter((_service, index) => hadService[index] === false);
    for (const service of ours) await disableService(service);
  };
}

function isServiceInstalled(service: string): Promise<boolean> {
  return isPresent(`/lib/systemd/system/${service}`);
}

/** So that it does not start with the machine; one that was there before us is left alone. */
async function disableService(service: string): Promise<void> {
  if (!(await isServiceInstalled(service))) return;
  await tryLongCommand(['systemctl', 'disable', '--quiet', service]);
}
