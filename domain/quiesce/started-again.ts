import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { at, textAt } from '../transform/read.ts';
import { isRunning, workloadQuiescer } from './quiescers.ts';

/** Workloads that run although all were stopped, each with whoever is known to have done that; mostly none. */
export function startedAgain(workloads: readonly KubeObject[]): string[] {
  return workloads.filter(isRunning).map((workload) => {
    const owner = workload.metadata.ownerReferences?.[0];
    const by = [writerOf(workload), ...(owner === undefined ? [] : [ownedBy(owner)])];
    return [describeObject(keyOf(workload)), ...by.filter(Boolean)].join(', ');
  });
}

function ownedBy({ kind, name }: { kind: string; name: string }): string {
  return `which belongs to ${kind} ${name}`;
}

/** Who wrote the field last, as the API server remembers; empty when it does not. */
function writerOf(workload: KubeObject): string {
  const field = workloadQuiescer(workload)?.field ?? [];
  const place = field.map((key) => `f:${key}`);
  const entries = (workload.metadata['managedFields'] ?? []) as unknown[];
  const [last] = entries
    .filter((entry) => at(entry, ['fieldsV1', ...place]) !== undefined)
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
  const manager = textAt(last, ['manager']);
  if (manager === undefined) return '';
  return `${field.join('.')} written by ${manager} at ${timeOf(last)}`;
}

function timeOf(entry: unknown): string {
  return textAt(entry, ['time']) ?? '';
}
