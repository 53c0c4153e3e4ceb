import type { KubeObject } from '../kube-object.ts';
import { namespaceText } from '../plan/namespaces.ts';
import type { RunFacts, RunHook } from '../run/facts.ts';
import { ASKED_BY, hookLabels, hookObjectName } from './names.ts';
import type { RunnableHook } from './runnable.ts';

/** The only container of a hook's pod. */
export const HOOK_CONTAINER = 'hook';

/** MTC's number, and Kubernetes'. */
const BACKOFF_LIMIT = 6;

const PLAYBOOK = { folder: '/tmp/playbook', file: 'playbook.yml' };

/**
 * MTC's images wrap ansible-runner, ours and others have ansible-playbook alone. The shell stays, since a program
 * that is the first of its container hears no request to end unless it asks for it; `wait` ends with the trap.
 */
const RUN_PLAYBOOK = `if [ -x /bin/entrypoint ] && command -v ansible-runner >/dev/null; then
  exec /bin/entrypoint ansible-runner run /tmp/runner -p ${PLAYBOOK.folder}/${PLAYBOOK.file}
fi
ansible-playbook ${PLAYBOOK.folder}/${PLAYBOOK.file} &
trap 'kill "$!"' TERM
wait "$!"`;

/** What the strictest pod security standard asks for, where it is known that the image can do with it. */
const UNPRIVILEGED = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

export interface HookOrder {
  facts: Pick<RunFacts, 'run' | 'namespaces'>;
  /** The row of the plan. */
  planned: RunHook;
  hook: RunnableHook;
}

/** The playbook as the Job mounts it; undefined when the hook brings its own program. */
export function hookConfigMap({ facts, planned, hook }: HookOrder): KubeObject | undefined {
  if (hook.playbook === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf({ facts, planned, hook }),
    data: { [PLAYBOOK.file]: hook.playbook },
  };
}

/**
 * The Job of one hook. A try that failed keeps its pod, and with it its log: Kubernetes would take away that of a
 * pod that restarts in place as soon as the Job has failed.
 * @param askedBy the start that makes it: a later one knows by it that it is not its own
 */
export function hookJob({ facts, planned, hook }: HookOrder, askedBy: string): KubeObject {
  const metadata = metadataOf({ facts, planned, hook });
  const playbook = { name: 'playbook', mountPath: PLAYBOOK.folder, readOnly: true };
  const isPlaybook = hook.playbook !== undefined;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, annotations: { [ASKED_BY]: askedBy } },
    spec: {
      backoffLimit: BACKOFF_LIMIT,
      activeDeadlineSeconds: hook.deadlineSeconds,
      template: {
        metadata: { labels: metadata.labels },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: planned.serviceAccount,
          containers: [
            {
              name: HOOK_CONTAINER,
              image: hook.image,
              env: environmentOf(facts),
              ...(isPlaybook && {
                command: ['/bin/sh', '-c', RUN_PLAYBOOK],
                volumeMounts: [playbook],
              }),
              ...(hook.isOurImage && { securityContext: UNPRIVILEGED }),
            },
          ],
          ...(isPlaybook && {
            volumes: [{ name: playbook.name, configMap: { name: metadata.name } }],
          }),
        },
      },
    },
  };
}

function metadataOf({ facts, planned, hook }: HookOrder) {
  return {
    name: hookObjectName(facts.run, planned),
    namespace: planned.namespace,
    labels: hookLabels(facts.run, hook, planned),
  };
}

/** MTC's two. */
function environmentOf({ run, namespaces }: HookOrder['facts']) {
  return [
    { name: 'MIGRATION_NAMESPACES', value: namespaces.map(namespaceText).join(',') },
    { name: 'MIGRATION_PLAN_NAME', value: run.plan },
  ];
}
