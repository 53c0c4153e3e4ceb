import { ensurePackages, HOST_PACKAGES, type HostPackage } from '../infra/sandbox/packages.ts';
import { createProgress } from '../infra/sandbox/progress.ts';
import { SandboxFailure } from '../infra/sandbox/sandbox-failure.ts';

/** What unit tests run for real beside the programs of the sandbox: the mover's own tools. */
const MOVER_PACKAGES: readonly HostPackage[] = [
  { name: 'rsync', provides: ['rsync'] },
  { name: 'stunnel4', provides: ['stunnel'] },
  { name: 'attr', provides: ['getfattr', 'setfattr'] },
  { name: 'acl', provides: ['setfacl'] },
  { name: 'libcap2-bin', provides: ['setcap'] },
];

try {
  await ensurePackages(createProgress(), undefined, [...HOST_PACKAGES, ...MOVER_PACKAGES]);
} catch (error) {
  if (!(error instanceof SandboxFailure)) throw error;
  console.error(error.explain());
  process.exitCode = 1;
}
