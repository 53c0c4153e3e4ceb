/** One entry of `spec.namespaces`: `shop`, or `shop:store` when the target has another name. */
export interface NamespacePair {
  source: string;
  target: string;
}

function parseNamespace(entry: string): NamespacePair {
  const [source = '', target = source] = entry.split(':');
  return { source, target: target === '' ? source : target };
}

export function namespacesOf(entries: readonly string[]): NamespacePair[] {
  return entries.map(parseNamespace);
}

/** As it stands in a plan. */
export function namespaceText({ source, target }: NamespacePair): string {
  return source === target ? source : `${source}:${target}`;
}

/** Velero's form: only what changes its name. */
export function namespaceMapping(pairs: readonly NamespacePair[]): Record<string, string> {
  return Object.fromEntries(
    pairs
      .filter(({ source, target }) => source !== target)
      .map((pair) => [pair.source, pair.target]),
  );
}

export function targetNamespaceOf(pairs: readonly NamespacePair[], source: string): string {
  return pairs.find((pair) => pair.source === source)?.target ?? source;
}
