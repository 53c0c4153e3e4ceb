import * as z from 'zod';

/** Where in the repository Velero writes down what went wrong with a Backup or a Restore, as gzip of JSON. */
export function resultsKey(kind: 'Backup' | 'Restore', name: string): string {
  return kind === 'Backup'
    ? `backups/${name}/${name}-results.gz`
    : `restores/${name}/restore-${name}-results.gz`;
}

/** One thing that Velero had to say. */
export interface ResultMessage {
  /** In Velero's words. */
  text: string;
  /** Of the object, on the target when it is about a Restore; absent for the cluster, and for Velero itself. */
  namespace?: string;
}

export interface VeleroResults {
  errors: ResultMessage[];
  warnings: ResultMessage[];
}

const Messages = z.array(z.string()).nullish();

const Scopes = z
  .object({
    velero: Messages,
    cluster: Messages,
    namespaces: z.record(z.string(), Messages).nullish(),
  })
  .nullish();

const Results = z.object({ errors: Scopes, warnings: Scopes });

/** What went wrong, as far as it can be read; undefined when nothing can. */
export function readResults(json: string): VeleroResults | undefined {
  const { data } = Results.safeParse(parse(json));
  if (data === undefined) return undefined;
  return { errors: messagesOf(data.errors), warnings: messagesOf(data.warnings) };
}

function messagesOf(scopes: z.infer<typeof Scopes>): ResultMessage[] {
  const wide = [...(scopes?.velero ?? []), ...(scopes?.cluster ?? [])];
  const narrow = Object.entries(scopes?.namespaces ?? {}).flatMap(([namespace, texts]) =>
    (texts ?? []).map((text) => ({ text, namespace })),
  );
  return [...wide.map((text) => ({ text })), ...narrow];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
