import type { KubeObject } from '../kube-object.ts';
import { at, isRecord, sameJson } from '../transform/read.ts';
import { withoutCluster } from './as-restored.ts';
import { type ModifierOperation, modifierOperation, yamlText } from './notation.ts';
import { jsonPatchBetween, mergePatchBetween } from './patches.ts';

/** An object of the backup, and what the target shall have in its place. */
export interface RestoredPair {
  /** As the directories of a backup are called: `deployments.apps`. */
  resource: string;
  /** As Velero is about to create it, in its old namespace. */
  before: KubeObject;
  wanted: KubeObject;
}

/** What makes Velero create the one instead of the other. */
export type Alteration =
  | { means: 'none' }
  | { means: 'merge'; patch: string }
  | { means: 'json'; operations: readonly ModifierOperation[] }
  | { means: 'impossible'; because: string };

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Beyond that YAML does not take a text for a key; it counts quotes and escapes too. */
const LONGEST_KEY = 1_000;

/**
 * How an object is to be altered, once it carries the labels that everything restored is given. A merge patch if
 * possible: it does not mind what another plug-in may have changed before.
 */
export function alterationOf(
  { before, wanted }: RestoredPair,
  labels: Readonly<Record<string, string>>,
): Alteration {
  const identity = differentIdentity(before, wanted);
  if (identity !== undefined) return { means: 'impossible', because: identity };
  const from = withLabels(before, labels);
  const to = inNamespaceOf(before, withoutCluster(wanted));
  if (sameJson(from, to)) return { means: 'none' };
  const patch = mergePatchBetween(from, to);
  const because = unwritable(before, patch);
  if (because !== undefined) return { means: 'impossible', because };
  if (patch !== undefined) return { means: 'merge', patch: yamlText(patch) };
  return { means: 'json', operations: jsonPatchBetween(from, to).map(modifierOperation) };
}

/** Velero looks up where to send an object by what it was called in the backup. */
function differentIdentity(before: KubeObject, wanted: KubeObject): string | undefined {
  if (before.apiVersion !== wanted.apiVersion || before.kind !== wanted.kind) {
    return `it arrives as ${wanted.kind} of ${wanted.apiVersion}, the backup has ${before.apiVersion}`;
  }
  if (before.metadata.name === wanted.metadata.name) return undefined;
  return `it arrives under another name, ${wanted.metadata.name}`;
}

/** The rules of a Restore are a ConfigMap, which more people may read than may read Secrets. */
function unwritable(
  { kind }: KubeObject,
  patch: Record<string, unknown> | undefined,
): string | undefined {
  if (kind === 'Secret' && (patch === undefined || tellsSecrets(patch))) {
    return 'its content would stand in a ConfigMap';
  }
  if (patch !== undefined && hasLongKey(patch)) return 'it has a key that YAML cannot read';
  return undefined;
}

function tellsSecrets(patch: Record<string, unknown>): boolean {
  const told = [
    ...[patch['data'], patch['stringData']].flatMap((part) =>
      isRecord(part) ? Object.values(part) : [part],
    ),
    at(patch, ['metadata', 'annotations', LAST_APPLIED]),
  ];
  return told.some((value) => value !== undefined && value !== null);
}

function hasLongKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasLongKey);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => yamlText(key).length > LONGEST_KEY || hasLongKey(inner),
  );
}

function withLabels(
  object: KubeObject,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const metadata = { ...object.metadata, labels: { ...object.metadata.labels, ...labels } };
  return { ...object, metadata };
}

/** Velero maps namespaces after the modifiers; they still see the old one. */
function inNamespaceOf(before: KubeObject, object: KubeObject): Record<string, unknown> {
  const { namespace } = before.metadata;
  if (namespace === undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
