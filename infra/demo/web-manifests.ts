import type { KubeObject } from '../../domain/kube-object.ts';
import { POSTGRES_BIN } from './database-manifests.ts';
import { DATABASE, PART_OF, SETTINGS, WEB, type ApplicationSpec } from './spec.ts';

const labels = { ...PART_OF, app: 'web' };

/** Nobody in particular; neither container owns a file. */
const UID = 65534;

/**
 * Writes the page anew each second, by rename, so that a reader never sees half of it. A database that
 * does not answer is asked again soon; the last page stays in place, its time standing still.
 */
const COUNT = `trap 'exit 0' TERM
while :; do
  pause=0.2
  if orders=$(${POSTGRES_BIN}/psql -XAtq -h ${DATABASE.service} -U ${DATABASE.user} \\
      -d ${DATABASE.name} -c 'select count(*) from orders' 2>/dev/null); then
    printf '{"orders": %s, "time": "%s", "pod": "%s"}\\n' \\
      "$orders" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$HOSTNAME" > /www/orders.json.new
    printf '<!doctype html><title>Shop</title><h1>%s orders</h1>\\n' "$orders" > /www/index.html.new
    mv /www/orders.json.new /www/orders.json
    mv /www/index.html.new /www/index.html
    pause=1
  fi
  sleep $pause & wait $!
done
`;

/** As the first process of its container httpd itself would not hear SIGTERM. */
const SERVE = `trap 'exit 0' TERM
busybox httpd -f -p ${WEB.port} -h /www & wait $!
`;

const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

function podSpec(spec: ApplicationSpec): Record<string, unknown> {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: UID,
      runAsGroup: UID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'count',
        image: spec.images.postgres,
        command: ['/bin/sh', '-c', COUNT],
        env: [
          {
            name: 'PGPASSWORD',
            valueFrom: { secretKeyRef: { name: SETTINGS.secret, key: 'password' } },
          },
          { name: 'PGCONNECT_TIMEOUT', value: '2' },
        ],
        securityContext: containerSecurity,
        volumeMounts: [{ name: 'www', mountPath: '/www' }],
      },
      {
        name: 'web',
        image: spec.images.web,
        command: ['/bin/sh', '-c', SERVE],
        ports: [{ name: 'http', containerPort: WEB.port }],
        readinessProbe: { httpGet: { path: '/orders.json', port: 'http' }, periodSeconds: 1 },
        securityContext: containerSecurity,
        volumeMounts: [{ name: 'www', mountPath: '/www', readOnly: true }],
      },
    ],
    volumes: [{ name: 'www', emptyDir: {} }],
  };
}

/** A page with the number of orders, made by a client of the database beside a static web server. */
export function webManifests(spec: ApplicationSpec): KubeObject[] {
  const { namespace } = spec;
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: WEB.service, namespace, labels },
      spec: {
        type: 'NodePort',
        selector: { app: 'web' },
        ports: [{ name: 'http', port: WEB.port, targetPort: 'http' }],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: WEB.deployment, namespace, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels }, spec: podSpec(spec) },
      },
    },
  ];
}
