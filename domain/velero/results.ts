import * as z from 'zod';

/** Where in the repository Velero writes down what went wrong with a Backup or a Restore, as gzip of JSON. */
export function resultsKey(kind: 'Backup' | 'Restore', name: string): string {
  return kind === 'Backup'
    ? `backups/${name}/${name}-results.gz`
    : `restores/${name}/restore-${name}-results.gz`;
}

const Messages = z.array(z.string()).nullish();

const Results = z.object({
  errors: z
    .object({
      velero: Messages,
      cluster: Messages,
      namespaces: z.record(z.string(), Messages).nullish(),
    })
    .nullish(),
});

/** The errors among the results, each one sentence in Velero's words; none when it cannot be read. */
export function resultErrors(json: string): string[] {
  const { errors } = Results.catch({}).parse(parse(json));
  const lists = [errors?.velero, errors?.cluster, ...Object.values(errors?.namespaces ?? {})];
  return lists.flatMap((list) => list ?? []);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
