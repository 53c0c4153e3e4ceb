import type { KubeObject } from '../../kube-object.ts';
import type { Rule } from '../contract.ts';
import { drop, dropAnnotations, EACH, edit } from '../edit.ts';
import { CONTAINER_LISTS } from '../pod-spec.ts';
import { at, listAt, textAt } from '../read.ts';

/** What networks and admission write on a pod, true on its own node only. OVN would take the addresses for granted. */
const OF_ITS_NODE = [
  'k8s.ovn.org/pod-networks',
  'k8s.v1.cni.cncf.io/network-status',
  'k8s.v1.cni.cncf.io/networks-status',
  'cni.projectcalico.org/containerID',
  'cni.projectcalico.org/podIP',
  'cni.projectcalico.org/podIPs',
  'openshift.io/scc',
];

/** A pod that nobody owns is brought without what scheduling and admission made of it. */
const UNSCHEDULED: Rule = {
  name: 'unscheduled',
  kinds: ['Pod'],
  apply(pod) {
    // The number comes from the class; the API server refuses another one than the target's class has.
    const given = ['nodeName', 'priority', 'preemptionPolicy', 'ephemeralContainers'];
    const admitted = textAt(pod, ['spec', 'runtimeClassName']) === undefined ? [] : ['overhead'];
    return { keep: dropAnnotations(drop(pod, ['spec'], [...given, ...admitted]), OF_ITS_NODE) };
  },
};

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The token of a service account is put into each pod by its own cluster. */
const ACCOUNT_TOKEN: Rule = {
  name: 'account-token',
  kinds: ['Pod'],
  apply(pod) {
    const tokens = listAt(pod, ['spec', 'volumes'])
      .filter((volume) => isToken(volume, accountOf(pod)))
      .flatMap((volume) => textAt(volume, ['name']) ?? [])
      .filter((name) => mountPaths(pod, name).every((path) => path === TOKEN_PATH));
    const isGone = (item: unknown) => tokens.includes(textAt(item, ['name']) ?? '');
    const unmounted = CONTAINER_LISTS.reduce(
      (object, list) =>
        edit(object, ['spec', list, EACH, 'volumeMounts', EACH], (mount) =>
          isGone(mount) ? undefined : mount,
        ),
      pod,
    );
    return {
      keep: edit(unmounted, ['spec', 'volumes', EACH], (volume) =>
        isGone(volume) ? undefined : volume,
      ),
    };
  },
};

function accountOf(pod: KubeObject): string {
  return (
    textAt(pod, ['spec', 'serviceAccountName']) ??
    textAt(pod, ['spec', 'serviceAccount']) ??
    'default'
  );
}

/** Of a Secret before Kubernetes 1.22, projected since. */
function isToken(volume: unknown, account: string): boolean {
  const name = textAt(volume, ['name']) ?? '';
  return (
    (name.startsWith(`${account}-token-`) && at(volume, ['secret']) !== undefined) ||
    (name.startsWith('kube-api-access-') && at(volume, ['projected']) !== undefined)
  );
}

function mountPaths(pod: KubeObject, volume: string): (string | undefined)[] {
  return CONTAINER_LISTS.flatMap((list) => listAt(pod, ['spec', list]))
    .flatMap((container) => listAt(container, ['volumeMounts']))
    .filter((mount) => textAt(mount, ['name']) === volume)
    .map((mount) => textAt(mount, ['mountPath']));
}

export const POD_RULES: readonly Rule[] = [UNSCHEDULED, ACCOUNT_TOKEN];
