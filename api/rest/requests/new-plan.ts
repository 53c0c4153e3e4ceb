import * as z from 'zod';
import { needsVelero, OBJECT_TRANSPORTS } from '../../../domain/plan/object-transport.ts';
import { DryRun, NamespaceMapping, ObjectName } from './names.ts';

export const NewPlan = z
  .strictObject({
    name: ObjectName,
    source: ObjectName.describe('The cluster to move from.'),
    target: ObjectName.describe('The cluster to move to.'),
    repository: ObjectName.optional().describe(
      'The replication repository in between; may be left out with objectTransport Direct.',
    ),
    namespaces: z
      .array(NamespaceMapping)
      .min(1)
      .superRefine((namespaces, context) => {
        for (const index of repeated(namespaces.map(sourceOf))) {
          const message = 'name each namespace of the source once';
          context.addIssue({ code: 'custom', path: [index], message });
        }
        for (const index of repeated(namespaces.map(targetOf))) {
          const message = 'give each namespace a name of its own on the target';
          context.addIssue({ code: 'custom', path: [index], message });
        }
      })
      .describe('"a", or "a:b" for another name on the target.'),
    objectTransport: z
      .enum(OBJECT_TRANSPORTS)
      .optional()
      .describe('How objects move: by Velero (default), or from API server to API server.'),
    dryRun: DryRun,
  })
  .superRefine(({ repository, objectTransport }, context) => {
    if (repository !== undefined || !needsVelero(objectTransport)) return;
    const message = 'name the repository, or set objectTransport to Direct';
    context.addIssue({ code: 'custom', path: ['repository'], message });
  })
  .meta({ id: 'NewPlan', description: 'A plan to make.' });
export type NewPlan = z.input<typeof NewPlan>;

function sourceOf(mapping: string): string {
  return mapping.split(':')[0] ?? '';
}

function targetOf(mapping: string): string {
  return mapping.split(':').at(-1) ?? '';
}

/** Positions of values that stood before. */
function repeated(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
