import { type Alteration, alterationOf, type RestoredPair } from './alteration.ts';
import { type ModifierOperation, yamlText } from './notation.ts';

/** One of Velero's resource modifier rules; only one kind of patch is allowed in each. */
export interface ModifierRule {
  conditions: { groupResource: string; namespaces?: string[]; resourceNameRegex?: string };
  mergePatches?: { patchData: string }[];
  patches?: readonly ModifierOperation[];
}

/** The rules for some objects, or why there can be none for one of them. */
export type Expressed =
  { ok: true; rules: ModifierRule[] } | { ok: false; pair: RestoredPair; because: string };

/**
 * One rule that labels everything that is restored. The pattern `*` would stop at a dot, which every group has; `**`
 * does not.
 */
export function labelRule(labels: Readonly<Record<string, string>>): ModifierRule {
  return {
    conditions: { groupResource: '**' },
    mergePatches: [{ patchData: yamlText({ metadata: { labels } }) }],
  };
}

/**
 * The rules that, behind {@link labelRule}, make Velero create what is wanted: one for all objects of a namespace
 * that are altered alike. They match by the namespace of the source, which Velero maps afterwards, and by the object
 * as it was before the first rule.
 */
export function alterationRules(
  pairs: readonly RestoredPair[],
  labels: Readonly<Record<string, string>>,
): Expressed {
  const alike = new Map<string, Alike>();
  for (const pair of pairs) {
    const alteration = alterationOf(pair, labels);
    if (alteration.means === 'impossible') {
      return { ok: false, pair, because: alteration.because };
    }
    if (alteration.means === 'none') continue;
    const { namespace = '', name } = pair.before.metadata;
    const key = JSON.stringify([pair.resource, namespace, alteration]);
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { first: pair, names: [name], alteration });
    else group.names.push(name);
  }
  return { ok: true, rules: [...alike.values()].map(ruleOf) };
}

/** The text of the one key that Velero reads. JSON is YAML. */
export function modifierText(rules: readonly ModifierRule[]): string {
  return yamlText({ version: 'v1', resourceModifierRules: rules });
}

/** Objects of one resource in one namespace, and what is done to all of them. */
interface Alike {
  first: RestoredPair;
  names: string[];
  alteration: Extract<Alteration, { means: 'merge' | 'json' }>;
}

function ruleOf({ first, names, alteration }: Alike): ModifierRule {
  const { resource, before } = first;
  const { namespace } = before.metadata;
  const conditions = {
    groupResource: resource,
    ...(namespace === undefined ? {} : { namespaces: [namespace] }),
    // Velero is content with a part of the name.
    resourceNameRegex: `^(${names.map(quoted).join('|')})$`,
  };
  return alteration.means === 'json'
    ? { conditions, patches: alteration.operations }
    : { conditions, mergePatches: [{ patchData: alteration.patch }] };
}

/** Names of roles may hold almost anything. */
function quoted(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
