import type { KubeObject } from '../kube-object.ts';
import { listed } from '../objects/refusals.ts';
import { at, listAt, textAt } from '../transform/read.ts';
import { isActive } from './pods.ts';

interface Surroundings {
  /** Those of the cluster. */
  nodes: readonly KubeObject[];
  now: Date;
}

/** Of each pod that has not ended: what holds it. */
export function describeHeldPods(pods: readonly KubeObject[], around: Surroundings): string {
  return listed(pods.filter(isActive).map((pod) => `${nameOf(pod)}: ${holderOf(pod, around)}`));
}

function nameOf({ metadata }: KubeObject): string {
  return `Pod ${metadata.namespace ?? ''}/${metadata.name}`;
}

function holderOf(pod: KubeObject, { nodes, now }: Surroundings): string {
  const { deletionTimestamp, finalizers = [] } = pod.metadata;
  if (deletionTimestamp === undefined) return `not asked to end yet${runnerOf(pod)}`;
  if (now < new Date(deletionTimestamp)) {
    const seconds = JSON.stringify(at(pod, ['metadata', 'deletionGracePeriodSeconds']));
    return `it may take until ${deletionTimestamp} (grace period of ${seconds} s)`;
  }
  const node = textAt(pod, ['spec', 'nodeName']);
  const silent = node === undefined ? undefined : silenceOf(node, nodes);
  const reasons = [
    ...(silent === undefined ? [] : [silent]),
    ...(finalizers.length === 0 ? [] : [`held by the finalizer ${finalizers.join(', ')}`]),
  ];
  if (reasons.length > 0) return reasons.join(', ');
  return `it should have ended by ${deletionTimestamp}; the kubelet of node ${node ?? '(none)'} has not said so`;
}

/** What would ask it to end. */
function runnerOf({ metadata }: KubeObject): string {
  const owners = metadata.ownerReferences ?? [];
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  return owner === undefined ? '' : ` by ${owner.kind} ${owner.name}`;
}

/** Why a node cannot end a pod; undefined when it could. */
function silenceOf(name: string, nodes: readonly KubeObject[]): string | undefined {
  const node = nodes.find(({ metadata }) => metadata.name === name);
  if (node === undefined) return `its node ${name} is gone`;
  const ready = listAt(node, ['status', 'conditions']).find(
    (condition) => textAt(condition, ['type']) === 'Ready',
  );
  if (textAt(ready, ['status']) === 'True') return undefined;
  const since = textAt(ready, ['lastTransitionTime']) ?? 'unknown';
  return `its node ${name} has not answered since ${since}`;
}
