import type { SandboxVersions } from '../versions.ts';
import type { DebianLayer, FilesLayer, ImageName, ImageSpec } from './spec.ts';

/** What every image with a shell needs to know: who root and nobody are, and a place to write. */
const accounts: FilesLayer = {
  files: {
    '/etc/passwd': {
      source: {
        text: [
          'root:x:0:0:root:/root:/bin/sh',
          'postgres:x:999:999::/var/lib/postgresql:/bin/sh',
          'nobody:x:65534:65534:nobody:/nonexistent:/bin/false',
          '',
        ].join('\n'),
      },
    },
    '/etc/group': {
      source: {
        text: ['root:x:0:', 'postgres:x:999:', 'nogroup:x:65534:', ''].join('\n'),
      },
    },
    // Without it glibc looks a name up in /etc/hosts only after asking the name server.
    '/etc/nsswitch.conf': {
      source: { text: 'passwd: files\ngroup: files\nhosts: files dns\n' },
    },
  },
  directories: { '/root': 0o700, '/tmp': 0o1777 },
};

const busybox: DebianLayer = {
  packages: ['busybox-static'],
  keep: ['bin/busybox'],
  applets: true,
};

/** Perl comes in as a dependency of scripts that only run at installation. */
const perl = ['usr/bin/*perl*', 'usr/share/perl*', 'usr/lib/*/perl*', 'usr/lib/*/libperl*'];

/** Runs in the pods that move volumes: `xfer`, rsync, stunnel, and what xfer calls. */
const mover: DebianLayer = {
  packages: [
    'acl',
    'attr',
    'bash',
    'busybox-static',
    'ca-certificates',
    'coreutils',
    'dash',
    'diffutils',
    'findutils',
    'grep',
    'gzip',
    'libcap2-bin',
    'procps',
    'rsync',
    'sed',
    'stunnel4',
    'tar',
    'util-linux',
    'xxhash',
  ],
  cut: [...perl, 'lib/systemd', 'lib/udev', 'usr/lib/*/gconv', 'usr/lib/*/engines-3'],
  applets: true,
  certificates: true,
};

const XFER_PARTS = [
  'contents',
  'manifest',
  'measure',
  'passes',
  'records',
  'rsh',
  'self-check',
  'serve',
  'unkept',
  'walk',
];

/** The program that copies and describes volumes; it finds its parts where they lie beside it. */
const xfer: FilesLayer = {
  files: {
    ...Object.fromEntries(
      ['xfer', 'xfer-rsync'].map((program) => [
        `/usr/local/bin/${program}`,
        { source: { repository: `infra/images/mover/bin/${program}` }, mode: 0o755 },
      ]),
    ),
    ...Object.fromEntries(
      XFER_PARTS.map((part) => [
        `/usr/local/lib/xfer/${part}.sh`,
        { source: { repository: `infra/images/mover/lib/xfer/${part}.sh` } },
      ]),
    ),
  },
};

/**
 * The server compiles queries with LLVM where it can, and does without where it cannot; that takes
 * two thirds of its size. Locales but C.UTF-8 are not there, nor is the Perl that wraps psql.
 */
const postgres: DebianLayer = {
  packages: [
    'bash',
    'busybox-static',
    'coreutils',
    'dash',
    'libc-bin',
    'postgresql-15',
    'postgresql-client-15',
    'procps',
  ],
  cut: [
    ...perl,
    'lib/systemd',
    'usr/bin/{psql,pg_*,createdb,createuser,dropdb,dropuser,vacuumdb,reindexdb,clusterdb}',
    'usr/lib/*/gconv',
    'usr/lib/*/{libLLVM*,libz3*}',
    'usr/lib/llvm-*',
    'usr/lib/postgresql/15/lib/{bitcode,llvmjit*}',
    'usr/share/i18n',
    'usr/share/postgresql-common',
  ],
  applets: true,
};

const nginxConfig = `pid /tmp/nginx.pid;
error_log stderr;
events {}
http {
  include mime.types;
  access_log off;
  client_body_temp_path /tmp/client;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8080;
    root /usr/share/nginx/html;
  }
}
`;

/** A web server that needs no root: nginx on 8080 by default, busybox's httpd when told so. */
const web: DebianLayer = {
  packages: ['busybox-static', 'nginx-light'],
  cut: [...perl, 'etc/nginx/{sites-*,modules-enabled,nginx.conf}', 'usr/lib/*/gconv'],
  applets: true,
};

const PYTHON = 'usr/lib/python3/dist-packages';

/**
 * Runs the playbooks of hooks. Of the many collections in the package `ansible` only that for Kubernetes stays;
 * netaddr, a third of the rest with its lists of vendors, serves collections that are gone.
 */
const ansible: DebianLayer = {
  packages: [
    'ansible',
    'ansible-core',
    'bash',
    'busybox-static',
    'ca-certificates',
    'coreutils',
    'dash',
    'libc-bin',
    'python3-jsonpatch',
    'python3-kubernetes',
  ],
  cut: [
    ...perl,
    'lib/systemd',
    'lib/udev',
    'usr/bin/{ansible-test,netaddr*}',
    'usr/lib/*/{gconv,engines-3}',
    'usr/share/{i18n,ieee-data}',
    `${PYTHON}/{ansible-*,ansible_test,netaddr*}`,
    `${PYTHON}/ansible_collections/!(kubernetes)`,
  ],
  applets: true,
  certificates: true,
};

const hookRunner: FilesLayer = {
  files: {
    '/etc/ansible/ansible.cfg': {
      source: { repository: 'infra/images/hook-runner/etc/ansible/ansible.cfg' },
    },
    '/etc/ansible/hosts': {
      source: { repository: 'infra/images/hook-runner/etc/ansible/hosts' },
    },
    '/usr/local/bin/kubectl': { source: { tool: 'kubectl' } },
    '/usr/local/bin/oc': {
      source: { repository: 'infra/images/hook-runner/bin/oc' },
      mode: 0o755,
    },
  },
};

/** Velero runs restic for volumes, and it is not statically linked. */
const restic: DebianLayer = {
  packages: ['ca-certificates', 'restic'],
  keep: ['usr/bin/restic', 'lib/**', 'lib64/**', 'etc/ssl/certs/**'],
  certificates: true,
};

/** In the order in which they can be made: the last wait for the longest builds. */
export const IMAGES: Readonly<Record<ImageName, ImageSpec>> = {
  pause: {
    layers: [{ packages: ['catatonit'], keep: ['usr/bin/catatonit'] }],
    entrypoint: ['/usr/bin/catatonit', '-P'],
    user: '65535:65535',
  },
  busybox: { layers: [busybox, accounts], command: ['/bin/sh'] },
  mover: {
    layers: [mover, accounts, xfer],
    command: ['/bin/sh'],
  },
  postgres: {
    layers: [postgres, accounts],
    command: ['/usr/lib/postgresql/15/bin/postgres'],
    environment: { LANG: 'C.UTF-8', PGDATA: '/data/pgdata' },
    user: '999:999',
  },
  web: {
    layers: [
      web,
      accounts,
      { files: { '/etc/nginx/nginx.conf': { source: { text: nginxConfig } } } },
    ],
    command: ['/usr/sbin/nginx', '-e', 'stderr', '-g', 'daemon off;'],
    user: '65534:65534',
  },
  'hook-runner': {
    layers: [ansible, accounts, hookRunner],
    command: ['/bin/sh'],
    // Ansible refuses to run in a locale that is not UTF-8.
    environment: { HOME: '/tmp', LANG: 'C.UTF-8' },
    user: '65534:65534',
  },
  coredns: {
    layers: [{ files: { '/coredns': { source: { tool: 'coredns' } } } }],
    entrypoint: ['/coredns'],
    user: '65534:65534',
  },
  'local-path-provisioner': {
    layers: [
      {
        files: {
          '/usr/bin/local-path-provisioner': { source: { tool: 'local-path-provisioner' } },
        },
      },
    ],
    entrypoint: ['/usr/bin/local-path-provisioner'],
  },
  velero: {
    layers: [
      busybox,
      accounts,
      restic,
      {
        files: {
          '/velero': { source: { tool: 'velero' } },
          // Also run by the init container of a restored pod, as the pod's own user.
          '/velero-restore-helper': { source: { tool: 'velero-restore-helper' } },
        },
      },
    ],
    entrypoint: ['/velero'],
  },
  'velero-plugin-for-aws': {
    layers: [
      busybox,
      {
        files: { '/plugins/velero-plugin-for-aws': { source: { tool: 'velero-plugin-for-aws' } } },
      },
    ],
    entrypoint: ['/bin/sh', '-c', 'cp /plugins/* /target/'],
  },
};

/** A newer Velero has no use for restic. */
const newerVelero: ImageSpec = {
  layers: [
    busybox,
    accounts,
    {
      files: {
        '/velero': { source: { tool: 'velero-1.18' } },
        '/velero-restore-helper': { source: { tool: 'velero-restore-helper-1.18' } },
      },
    },
  ],
  entrypoint: ['/velero'],
};

/** The images of a sandbox of these versions. */
export function imagesFor({ velero }: SandboxVersions): Readonly<Record<ImageName, ImageSpec>> {
  return velero === '1.18' ? { ...IMAGES, velero: newerVelero } : IMAGES;
}
