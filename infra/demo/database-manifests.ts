import type { KubeObject } from '../../domain/kube-object.ts';
import { DATABASE, PART_OF, SETTINGS, type ApplicationSpec } from './spec.ts';

/** Debian's and the official image's place; psql on the PATH is a Perl wrapper that slim images lack. */
export const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';

/** The same file system user in Debian's package and in the official image. */
const POSTGRES_UID = 999;

const labels = { ...PART_OF, app: 'db' };

/**
 * The first start makes the database under another name, so that a pod killed meanwhile leaves nothing
 * that looks finished. `trust` holds inside the pod only: everybody else needs the password.
 */
const START = `set -eu
if [ ! -d "$PGDATA" ]; then
  new="$PGDATA.new"
  rm -rf "$new"
  printf %s "$PASSWORD" > /tmp/password
  ${POSTGRES_BIN}/initdb -D "$new" -U ${DATABASE.user} -E UTF8 --locale=C.UTF-8 \\
    --auth-local=trust --auth-host=scram-sha-256 --pwfile=/tmp/password
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$new/pg_hba.conf"
  echo 'CREATE DATABASE ${DATABASE.name}' |
    ${POSTGRES_BIN}/postgres --single -D "$new" -c dynamic_shared_memory_type=mmap postgres
  mv "$new" "$PGDATA"
fi
exec ${POSTGRES_BIN}/postgres -D "$PGDATA" -c config_file=/etc/shop/postgresql.conf \\
  -c hba_file="$PGDATA/pg_hba.conf" -c ident_file="$PGDATA/pg_ident.conf"
`;

const CONFIG = `listen_addresses = '*'
unix_socket_directories = '/tmp'
dynamic_shared_memory_type = mmap
max_connections = 30
shared_buffers = 64MB
# A small log beside a small database: by default it may grow to eight times the size of this one.
max_wal_size = 64MB
min_wal_size = 32MB
checkpoint_warning = 0
`;

/**
 * PostgreSQL's smart shutdown, its answer to SIGTERM, serves its clients until the grace period is over;
 * the fast one sends them away and is down in a second.
 */
const STOP = `${POSTGRES_BIN}/pg_ctl -D "$PGDATA" -m fast -w stop`;

function podSpec(spec: ApplicationSpec): Record<string, unknown> {
  return {
    serviceAccountName: DATABASE.statefulSet,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: POSTGRES_UID,
      runAsGroup: POSTGRES_UID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'postgres',
        image: spec.images.postgres,
        command: ['/bin/sh', '-c', START],
        env: [
          { name: 'PGDATA', value: '/data/pgdata' },
          {
            name: 'PASSWORD',
            valueFrom: { secretKeyRef: { name: SETTINGS.secret, key: 'password' } },
          },
        ],
        ports: [{ name: 'postgres', containerPort: DATABASE.port }],
        lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', STOP] } } },
        readinessProbe: {
          exec: {
            command: [`${POSTGRES_BIN}/pg_isready`, '-q', '-h', '127.0.0.1', '-U', DATABASE.user],
          },
          periodSeconds: 1,
          timeoutSeconds: 2,
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'settings', mountPath: '/etc/shop', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'settings', configMap: { name: SETTINGS.configMap } },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

function statefulSet(spec: ApplicationSpec): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: DATABASE.statefulSet, namespace: spec.namespace, labels },
    spec: {
      replicas: 1,
      serviceName: DATABASE.service,
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels }, spec: podSpec(spec) },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: PART_OF },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: spec.capacity } },
            ...(spec.storageClass === undefined ? {} : { storageClassName: spec.storageClass }),
          },
        },
      ],
    },
  };
}

/** PostgreSQL with its claim, settings, password, account, and a port that clients outside can dial. */
export function databaseManifests(spec: ApplicationSpec): KubeObject[] {
  const { namespace } = spec;
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: DATABASE.statefulSet, namespace, labels },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: SETTINGS.secret, namespace, labels },
      type: 'Opaque',
      data: { password: Buffer.from(spec.password, 'utf8').toString('base64') },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: SETTINGS.configMap, namespace, labels },
      data: { 'postgresql.conf': CONFIG },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: DATABASE.service, namespace, labels },
      spec: {
        type: 'NodePort',
        selector: { app: 'db' },
        ports: [{ name: 'postgres', port: DATABASE.port, targetPort: 'postgres' }],
      },
    },
    statefulSet(spec),
  ];
}
