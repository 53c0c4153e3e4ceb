import type { KubeObject } from '../../kube-object.ts';
import type { Rule, TransformContext } from '../contract.ts';
import { groupKindOf } from '../group-kind.ts';
import { mapNamespace } from '../mapping.ts';
import { warning } from '../note.ts';
import { type FoundText, textsIn } from '../texts.ts';

const NAME = 'namespace-mention';

/** Enough to find the rest by. */
const SHOWN = 5;

/** `web.shop.svc`, whatever follows: a Service and its namespace. */
const SERVICE = /(?<![\w.-])(?:[a-z0-9-]+\.)+(?<namespace>[a-z0-9-]+)\.svc(?![\w-])/g;

/** Fields in which operators expect names of namespaces. */
const FIELDS = ['namespace', 'namespaces', 'matchNames'];

/**
 * Namespaces by their old names in fields that no rule knows: addresses in variables and config maps, settings of
 * operators. Nobody but their owner can tell what they are for, so they are told, not changed.
 */
export const NAMESPACE_MENTION: Rule = {
  name: NAME,
  apply(object, context) {
    const found = Object.entries(object)
      .filter(([key]) => key !== 'metadata' && key !== 'status')
      .flatMap(([key, value]) => [...textsIn(value, [key])])
      .flatMap((one) => mentions(one, object, context));
    if (found.length === 0) return { keep: object };
    const shown = found.slice(0, SHOWN).join(', ');
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
    const text = `namespaces that are called otherwise on the target: ${shown}${more}`;
    return { keep: object, notes: [warning(NAME, text)] };
  },
};

/** Each as `data.url: web.shop.svc`. */
function mentions({ path, text }: FoundText, object: KubeObject, context: TransformContext) {
  const names = [...text.matchAll(SERVICE)]
    .filter((match) => isRenamed(match.groups?.['namespace'] ?? '', context))
    .map(([address]) => address);
  if (isCustom(object) && isField(path) && isRenamed(text, context)) names.push(text);
  return [...new Set(names)].map((name) => `${path.join('.')}: ${name}`);
}

function isRenamed(namespace: string, context: TransformContext): boolean {
  return mapNamespace(namespace, context) !== namespace;
}

/** Of Kubernetes' and OpenShift's own kinds the rules know every such field. */
function isCustom(object: KubeObject): boolean {
  const kind = groupKindOf(object);
  const group = kind.includes('.') ? kind.slice(kind.indexOf('.') + 1) : '';
  return group.includes('.') && !/\.(?:k8s|openshift)\.io$/.test(group);
}

function isField(path: readonly string[]): boolean {
  // In a list the field is one step up.
  return path.slice(-2).some((key) => FIELDS.includes(key));
}
