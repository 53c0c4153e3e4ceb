import type { KubeObject } from '../../kube-object.ts';
import type { Rule } from '../contract.ts';
import { dropAnnotations, EACH, edit } from '../edit.ts';
import { change } from '../note.ts';
import { CONTAINER_LISTS } from '../pod-spec.ts';
import { annotationOf, isRecord, listAt, textAt } from '../read.ts';

/** Names of what a mesh put into a pod. */
interface Injected {
  containers: readonly string[];
  volumes: readonly string[];
  /** Says that it is done, so that the target's mesh would not do it. */
  mark: string;
}

const ISTIO = 'sidecar.istio.io/status';
const LINKERD = 'linkerd.io/proxy-version';

const NAME = 'injected-sidecar';

/** The target's own mesh injects its own; a pod with both has two containers of one name, and is refused. */
export const SIDECAR: Rule = {
  name: NAME,
  kinds: ['Pod'],
  apply(pod) {
    const injected = [istio(pod), linkerd(pod)].filter((found) => found !== undefined);
    const notes = injected.flatMap(({ containers }) =>
      containers.length === 0
        ? []
        : [change(NAME, `${containers.join(', ')} left to what injects it on the target`)],
    );
    return { keep: injected.reduce(without, pod), notes };
  },
};

/** Istio lists what it has injected. */
function istio(pod: KubeObject): Injected | undefined {
  const status = annotationOf(pod, ISTIO);
  if (status === undefined) return undefined;
  const listed = parsed(status);
  const names = (key: string) => listAt(listed, [key]).filter((name) => typeof name === 'string');
  return {
    containers: [...names('initContainers'), ...names('containers')],
    volumes: names('volumes'),
    mark: ISTIO,
  };
}

/** Linkerd lists nothing, but always takes the same names. */
function linkerd(pod: KubeObject): Injected | undefined {
  if (annotationOf(pod, LINKERD) === undefined) return undefined;
  return {
    containers: ['linkerd-init', 'linkerd-network-validator', 'linkerd-proxy'],
    volumes: [
      'linkerd-proxy-init-xtables-lock',
      'linkerd-identity-end-entity',
      'linkerd-identity-token',
    ],
    mark: LINKERD,
  };
}

function without(pod: KubeObject, { containers, volumes, mark }: Injected): KubeObject {
  const bare = CONTAINER_LISTS.reduce(
    (object, list) => withoutNamed(object, ['spec', list], containers),
    pod,
  );
  const unmounted = CONTAINER_LISTS.reduce(
    (object, list) =>
      edit(object, ['spec', list, EACH, 'volumeMounts', EACH], (mount) =>
        isNamed(mount, volumes) ? undefined : mount,
      ),
    bare,
  );
  return dropAnnotations(withoutNamed(unmounted, ['spec', 'volumes'], volumes), [mark]);
}

function withoutNamed(
  pod: KubeObject,
  path: readonly string[],
  names: readonly string[],
): KubeObject {
  return edit(pod, [...path, EACH], (item) => (isNamed(item, names) ? undefined : item));
}

function isNamed(item: unknown, names: readonly string[]): boolean {
  const name = isRecord(item) ? textAt(item, ['name']) : undefined;
  return name !== undefined && names.includes(name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
