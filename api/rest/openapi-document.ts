/** As much of an OpenAPI document as is rewritten here. */
export interface ApiDocument {
  paths?: unknown;
  components?: { schemas?: Record<string, unknown> };
}

const REF = '#/components/schemas/';

/** What @fastify/swagger calls every answer, and what to call it instead. */
const ANSWERS: Record<string, string> = {
  200: 'As asked.',
  201: 'Created; Location names it.',
  202: 'Accepted; Location names what to follow.',
};

/**
 * Leaves out schemas that nothing refers to, and gives a schema that exists in one direction only its plain
 * name: the generator makes two of each, one for requests (`NewPlanInput`) and one for answers.
 *
 * @param keep Schemas that stay although only prose refers to them.
 */
export function tidyDocument<Document extends ApiDocument>(
  document: Document,
  keep: readonly string[],
): Document {
  const schemas = document.components?.schemas ?? {};
  const used = reachable([document.paths, ...keep.map((name) => schemas[name])], schemas);
  for (const name of keep) used.add(name);
  const names = new Map(
    Object.keys(schemas)
      .filter((name) => used.has(name))
      .map((name) => [name, plainName(name, used)]),
  );
  const kept = Object.fromEntries([...names].map(([name, plain]) => [plain, schemas[name]]));
  const tidy = { ...document, components: { ...document.components, schemas: kept } };
  return JSON.parse(JSON.stringify(tidy), (key, value: unknown) => {
    if (typeof value === 'string' && value.startsWith(REF)) return rename(value, names);
    return isAnswer(value) ? { ...value, description: ANSWERS[key] ?? 'Nothing more.' } : value;
  }) as Document;
}

function reachable(roots: unknown[], schemas: Record<string, unknown>): Set<string> {
  const found = new Set<string>();
  const queue = [...roots];
  while (queue.length > 0) {
    const text = JSON.stringify(queue.pop() ?? null);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      queue.push(schemas[name]);
    }
  }
  return found;
}

function plainName(name: string, used: ReadonlySet<string>): string {
  const plain = name.replace(/Input$/, '');
  return used.has(plain) ? name : plain;
}

function rename(reference: string, names: ReadonlyMap<string, string>): string {
  const name = reference.slice(REF.length);
  return `${REF}${names.get(name) ?? name}`;
}

function isAnswer(value: unknown): value is { description: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'description' in value &&
    value.description === 'Default Response'
  );
}
