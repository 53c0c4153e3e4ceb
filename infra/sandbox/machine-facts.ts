import { mkdtemp, readFile, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cacheDir } from './cache.ts';
import { tryCommand } from './command.ts';
import { ADDRESS_RANGE, BRIDGE, REGISTRY, S3, STATE_DIR, TEMPORAL } from './layout.ts';
import { CACHE_BYTES, type MachineFacts, STATE_BYTES } from './preflight.ts';

const LISTENERS = [
  { ip: TEMPORAL.ip, port: TEMPORAL.port },
  { ip: TEMPORAL.ip, port: TEMPORAL.uiPort },
  { ip: S3.ip, port: S3.port },
  { ip: REGISTRY.ip, port: REGISTRY.port },
];
/** How `ss` shows that somebody listens on every address. */
const EVERYWHERE = ['0.0.0.0', '[::]', '*'];

/**
 * Looks at the machine for `preflight`. Call it when no sandbox is up: its own ports and addresses
 * would be found taken.
 */
export async function readMachineFacts(missingPackages: readonly string[]): Promise<MachineFacts> {
  const [go, apt, takenPorts, takenAddresses, disks, kernel, bridgeFirewall] = await Promise.all([
    tryCommand(['go', 'version']),
    tryCommand(['apt-get', '--version']),
    listeners().then(portsOf),
    addresses().then(addressesInRange),
    readDisks(),
    kernelFeatures(),
    hasBridgeFirewall(),
  ]);
  return {
    uid: process.getuid?.() ?? -1,
    platform: process.platform,
    architecture: process.arch,
    go: go.code === 0 ? go.stdout.trim() : undefined,
    hasApt: apt.code === 0,
    missingPackages,
    takenPorts,
    takenAddresses,
    disks,
    kernel,
    bridgeFirewall,
  };
}

/** Who stands in the way of our listeners, among the lines of `ss -Hltnp`. */
export function portsOf(lines: readonly string[]): { port: number; holder: string }[] {
  return lines.flatMap((line) => {
    const [, , , local = '', , users = ''] = line.trim().split(/\s+/);
    const colon = local.lastIndexOf(':');
    const [address, port] = [local.slice(0, colon), Number(local.slice(colon + 1))];
    const [, name, pid] = /"([^"]+)",pid=(\d+)/.exec(users) ?? [];
    const holder = name === undefined ? `a program listening on ${local}` : `${name} (pid ${pid})`;
    const clashes = LISTENERS.some(
      (ours) => ours.port === port && [ours.ip, ...EVERYWHERE].includes(address),
    );
    return clashes ? [{ port, holder }] : [];
  });
}

/** The lines of `ip` that hold an address or a route inside our range; default routes are not. */
export function addressesInRange(lines: readonly string[]): string[] {
  const [first = '', second = ''] = ADDRESS_RANGE.split('.');
  const inside = new RegExp(`(?:^|[\\s/])${first}\\.${second}\\.\\d+\\.\\d+`);
  return lines.map((line) => line.trim()).filter((line) => inside.test(line));
}

async function listeners(): Promise<string[]> {
  return (await tryCommand(['ss', '-Hltnp'])).stdout.split('\n').filter(Boolean);
}

async function addresses(): Promise<string[]> {
  const [own, routes] = await Promise.all([
    tryCommand(['ip', '-oneline', '-4', 'address', 'show']),
    tryCommand(['ip', '-4', 'route', 'show', 'table', 'all']),
  ]);
  return `${own.stdout}\n${routes.stdout}`.split('\n').filter(Boolean);
}

/** A file system may hold both, and then needs room for both. */
async function readDisks(): Promise<MachineFacts['disks']> {
  const isWarm = (await readdir(join(cacheDir(), 'tools')).catch(() => [])).length > 0;
  const cache = { path: cacheDir(), bytes: isWarm ? 0 : CACHE_BYTES };
  const state = { path: STATE_DIR, bytes: STATE_BYTES };
  const places = await Promise.all(
    [cache, state].map(async (use) => ({ ...use, place: await nearestExisting(use.path) })),
  );
  const found = [...new Set(places.map(({ place }) => place.device))].map(async (device) => {
    const here = places.filter(({ place }) => place.device === device);
    const { bavail, bsize } = await statfs(here[0]?.place.path ?? '/');
    return {
      paths: here.map(({ path }) => path),
      freeBytes: bavail * bsize,
      neededBytes: here.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
  return Promise.all(found);
}

/** Where a directory is, or will be. */
async function nearestExisting(path: string): Promise<{ path: string; device: number }> {
  try {
    return { path, device: (await stat(path)).dev };
  } catch {
    return nearestExisting(dirname(path));
  }
}

/** Each feature is tried, not looked up: it may be a module, or forbidden to us. */
async function kernelFeatures(): Promise<MachineFacts['kernel']> {
  const dir = await mkdtemp(join(tmpdir(), 'dray-preflight-'));
  const overlay = `mkdir lower upper work merged && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged`;
  const features: Record<string, string[]> = {
    'network namespaces': ['unshare', '--net', 'true'],
    // Its own mount namespace: whatever happens, nothing stays mounted.
    overlayfs: [
      'unshare',
      '--mount',
      'sh',
      '-c',
      `cd ${dir} && mount -t tmpfs tmpfs . && cd ${dir} && ${overlay}`,
    ],
    'virtual cables and bridges': [
      ...['unshare', '--net', 'sh', '-c'],
      `ip link add ${BRIDGE} type bridge && ip link add name probe0 type veth peer name probe1`,
    ],
    // The firewall's program may have to be installed first; then its own failure will tell.
    ...((await tryCommand(['nft', '--version'])).code === 0 && {
      nftables: ['unshare', '--net', 'nft', 'add table ip probe'],
    }),
  };
  try {
    return await Promise.all(
      Object.entries(features).map(async ([feature, argv]) => {
        const { code, stderr } = await tryCommand(argv);
        return { feature, refusal: code === 0 ? undefined : stderr.trim() };
      }),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function hasBridgeFirewall(): Promise<boolean> {
  const asks = await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8').catch(
    () => '0',
  );
  if (asks.trim() !== '1') return false;
  const { stdout } = await tryCommand(['iptables', '-S', 'FORWARD']);
  return stdout.includes('-P FORWARD DROP') && !stdout.includes(`-i ${BRIDGE} -o ${BRIDGE}`);
}
