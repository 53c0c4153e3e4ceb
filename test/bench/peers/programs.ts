import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { cacheDir, fillCacheDir } from '../../../infra/sandbox/cache.ts';
import { tryCommand } from '../../../infra/sandbox/command.ts';
import { takeLock } from '../../../infra/sandbox/lock.ts';
import { ensurePackages, type HostPackage } from '../../../infra/sandbox/packages.ts';
import type { Progress } from '../../../infra/sandbox/progress.ts';
import { SandboxFailure } from '../../../infra/sandbox/sandbox-failure.ts';
import { GO_FLAGS, runGo } from '../../../infra/sandbox/toolchain/go.ts';

/** What the ways run, and what compares their results. */
const PACKAGES: readonly HostPackage[] = [
  { name: 'rsync', provides: ['rsync'] },
  { name: 'stunnel4', provides: ['stunnel'] },
  { name: 'openssl', provides: ['openssl'] },
  { name: 'openssh-client', provides: ['ssh', 'ssh-keygen'] },
  { name: 'openssh-server', provides: ['/usr/sbin/sshd'] },
  { name: 'restic', provides: ['restic'] },
  { name: 'attr', provides: ['getfattr', 'setfattr'] },
  { name: 'acl', provides: ['setfacl'] },
  { name: 'libcap2-bin', provides: ['setcap'] },
  { name: 'util-linux', provides: ['taskset', 'flock'] },
];
const SSH_SERVICE = '/lib/systemd/system/ssh.service';

export async function ensurePrograms(progress: Progress): Promise<void> {
  const hadService = await isThere(SSH_SERVICE);
  await ensurePackages(progress, undefined, PACKAGES);
  // The bench starts an sshd of its own; Debian's shall not start with the machine because of it.
  if (!hadService && (await isThere(SSH_SERVICE))) {
    await tryCommand(['systemctl', 'disable', '--quiet', 'ssh.service']);
  }
}

const KOPIA_MODULE = path.join(import.meta.dirname, 'kopia');
const KOPIA_PACKAGE = 'github.com/kopia/kopia';

/**
 * Velero's kopia, compiled once into the cache; Debian has none. Undefined, with the reason, when this machine cannot
 * build it: the other ways are worth measuring without it.
 */
export async function ensureKopia(
  progress: Progress,
): Promise<{ program: string } | { missing: string }> {
  try {
    return { program: await buildKopia(progress) };
  } catch (error) {
    if (!(error instanceof SandboxFailure)) throw error;
    return { missing: error.message };
  }
}

async function buildKopia(progress: Progress): Promise<string> {
  const pins = await Promise.all(
    ['go.mod', 'go.sum'].map((name) => readFile(path.join(KOPIA_MODULE, name), 'utf8')),
  );
  const doing = 'Building kopia';
  const version = await runGo(['version'], doing, { cwd: KOPIA_MODULE });
  const key = createHash('sha256').update([...pins, version, ...GO_FLAGS].join('\0'));
  const directory = path.join(cacheDir(), 'tools', `kopia-${key.digest('hex').slice(0, 16)}`);
  const program = path.join(directory, 'kopia');
  if (await isThere(program)) return program;
  await progress.step(`${doing}, once (about 2 minutes)`, async () => {
    const lock = await takeLock({ file: path.join(cacheDir(), 'tools.lock'), purpose: doing });
    try {
      if (await isThere(program)) return;
      await fillCacheDir(directory, async (workDirectory) => {
        const output = ['-o', path.join(workDirectory, 'kopia')];
        const args = ['build', '-ldflags', '-s -w', ...output, KOPIA_PACKAGE];
        await runGo(args, doing, { cwd: KOPIA_MODULE });
      });
    } finally {
      await lock.release();
    }
  });
  return program;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
