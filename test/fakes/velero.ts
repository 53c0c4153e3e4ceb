import type { KubeObject } from '../../domain/kube-object.ts';
import { resourceOf } from '../builders/backup-archive.ts';
import type { FakeCluster } from './cluster.ts';
import { applyModifiers } from './velero-modifiers.ts';

interface RestoreSpec {
  includedResources: string[];
  namespaceMapping: Record<string, string>;
  resourceModifier: { name: string };
}

export interface RestoreOutcome {
  warnings: Record<string, string[]>;
  errors: string[];
}

const STRIPPED = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'ownerReferences'];

/**
 * Does what Velero does with the one Restore of a cluster: changes objects by itself and by the modifiers, maps
 * namespaces, leaves alone what is there. Of its own changes it knows those to Services and RoleBindings.
 */
export async function restoreAll(
  target: FakeCluster,
  backup: readonly KubeObject[],
): Promise<RestoreOutcome> {
  const outcome: RestoreOutcome = { warnings: {}, errors: [] };
  const [restore] = target.objects('Restore');
  if (restore === undefined) throw new Error('no Restore was ordered');
  const spec = restore['spec'] as RestoreSpec;
  const [rules] = target
    .objects('ConfigMap')
    .filter(({ metadata }) => metadata.name === spec.resourceModifier.name);
  const text = Object.values(rules?.['data'] as Record<string, string>)[0] ?? '';
  for (const object of backup) {
    const resource = resourceOf(object);
    if (!spec.includedResources.includes(resource)) continue;
    const altered = applyModifiers(text, resource, changed(object, spec.namespaceMapping));
    outcome.errors.push(...altered.errors);
    await create(target, altered.object, spec, outcome);
  }
  const { apiVersion, kind, metadata } = restore;
  const warnings = Object.values(outcome.warnings).flat().length;
  const phase = outcome.errors.length > 0 ? 'PartiallyFailed' : 'Completed';
  const status = { phase, warnings, errors: outcome.errors.length };
  await target.patch({ apiVersion, kind, ...metadata }, { status });
  return outcome;
}

async function create(
  target: FakeCluster,
  object: KubeObject,
  { namespaceMapping, resourceModifier }: RestoreSpec,
  { warnings }: RestoreOutcome,
): Promise<void> {
  const { namespace = '', name, labels } = object.metadata;
  const place = namespaceMapping[namespace] ?? namespace;
  const mark = { 'velero.io/restore-name': resourceModifier.name };
  const metadata = { ...object.metadata, namespace: place, labels: { ...labels, ...mark } };
  try {
    await target.create({ ...object, metadata });
  } catch {
    (warnings[place] ??= []).push(
      `could not restore, ${object.kind} ${JSON.stringify(name)} already exists. Warning: the in-cluster version is different than the backed-up version`,
    );
  }
}

function changed(object: KubeObject, mapping: Record<string, string>): KubeObject {
  const copy = structuredClone(object);
  for (const key of STRIPPED) Reflect.deleteProperty(copy.metadata, key);
  delete copy['status'];
  const { clusterIP, clusterIPs, ...spec } = (copy['spec'] ?? {}) as Record<string, unknown>;
  const isHeadless = clusterIP === 'None';
  if (copy.kind === 'Service')
    copy['spec'] = isHeadless ? { clusterIP, clusterIPs, ...spec } : spec;
  const subjects = (copy['subjects'] ?? []) as { namespace?: string }[];
  for (const subject of copy.kind === 'RoleBinding' ? subjects : []) {
    const { namespace } = subject;
    if (namespace !== undefined) subject.namespace = mapping[namespace] ?? namespace;
  }
  return copy;
}
