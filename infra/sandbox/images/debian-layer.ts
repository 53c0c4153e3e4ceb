import { glob, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { runLongCommand } from '../long-command.ts';
import type { Report } from '../progress.ts';
import type { DebianLayer } from './spec.ts';
import { pruneTree } from './tree.ts';

/** Package names and versions in the catalog are those of this release, whatever the machine runs. */
export const DEBIAN_SUITE = 'bookworm';

/** Nothing that a program in a container reads. */
const ballast = [
  'dev',
  'etc/{apparmor.d,cron.*,init.d,logrotate.d,systemd,ufw}',
  'lib/init',
  'usr/share/{bash-completion,bug,doc,doc-base,info,lintian,locale,man,pixmaps,vim,zsh}',
  'var/{cache,log}/*',
  'var/lib/{apt,dpkg,systemd,ucf}',
];

const programDirs = ['bin', 'sbin', 'usr/bin', 'usr/sbin'];

export interface LayerOptions {
  report: Report;
  signal?: AbortSignal | undefined;
}

/** Extracts a layer's packages into a directory, and leaves there what the layer wants of them. */
export async function makeDebianTree(
  layer: DebianLayer,
  root: string,
  { report, signal }: LayerOptions,
): Promise<void> {
  const packages = layer.packages.join(',');
  // `extract` runs no program of the packages, so it needs no mounts and no working chroot.
  const options = ['--quiet', '--variant=extract', '--format=directory', `--include=${packages}`];
  report(`extracting ${layer.packages.slice(0, 3).join(', ')}`);
  await runLongCommand(['mmdebstrap', ...options, DEBIAN_SUITE, root], {
    signal,
    hint: 'Debian packages must be downloadable from the mirrors that apt is set to use (apt honours http_proxy).',
    onErrorLine: report,
  });
  if (layer.certificates === true) await writeCertificateBundle(root);
  await pruneTree(root, { keep: layer.keep, cut: [...ballast, ...(layer.cut ?? [])] });
  if (layer.applets === true) await linkApplets(root, signal);
}

/** Clients look for one file with all authorities, which the package's script makes of many. */
async function writeCertificateBundle(root: string): Promise<void> {
  const bundle = join(root, 'etc/ssl/certs/ca-certificates.crt');
  const files: string[] = [];
  for await (const file of glob('usr/share/ca-certificates/mozilla/*.crt', { cwd: root })) {
    files.push(file);
  }
  const certificates = await Promise.all(
    files.sort().map((file) => readFile(join(root, file), 'utf8')),
  );
  await mkdir(dirname(bundle), { recursive: true });
  await writeFile(bundle, certificates.join(''));
}

async function linkApplets(root: string, signal: AbortSignal | undefined): Promise<void> {
  const busybox = join(root, 'bin/busybox');
  const list = await runLongCommand([busybox, '--list'], {
    signal,
    hint: 'busybox of the image does not run on this machine: is it another architecture?',
  });
  const present = await Promise.all(
    programDirs.map((dir) => readdir(join(root, dir)).catch(() => [])),
  );
  const taken = new Set(present.flat());
  for (const applet of list
    .trim()
    .split('\n')
    .filter((name) => !taken.has(name))) {
    await symlink('busybox', join(root, 'bin', applet));
  }
}
