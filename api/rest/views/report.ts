import * as z from 'zod';
import { groupsOf } from '../../../domain/report/groups.ts';
import { countsOf, isBlocked, OUTCOMES, type Report } from '../../../domain/report/report.ts';

const Outcome = z
  .enum(OUTCOMES)
  .describe('What becomes of it: refused, leftBehind (it stays on the source), changed, asItIs.');

const severity = z
  .string()
  .describe('refusal: it stands in the way of a run. warning: look at it. change: nothing to do.');

const Place = z.object({ namespace: z.string().optional(), name: z.string() });

const ReasonView = z.object({
  severity: severity.describe('As of findings; left for what keeps the object on the source.'),
  rule: z.string().describe('The rule that says so.'),
  text: z.string(),
  advice: z.string().optional().describe('What to do.'),
});

const ReportedObjectView = Place.extend({
  apiVersion: z.string(),
  kind: z.string(),
  target: Place.optional().describe('Its place on the target; none when it stays behind.'),
  outcome: Outcome,
  notable: z.boolean().describe('Whether a person should read it.'),
  reasons: z.array(ReasonView),
  fields: z.array(z.string()).describe('Fields that arrive with another value; names alone.'),
}).meta({ id: 'ReportedObject', description: 'One object of the source and what becomes of it.' });

const FindingView = z
  .object({
    object: z.string().optional().describe('As Kind namespace/name, by its place on the target.'),
    severity,
    text: z.string(),
    advice: z.string().optional().describe('What to do.'),
  })
  .meta({ id: 'Finding', description: 'What was found beside the objects of the report.' });

const GroupView = z
  .object({
    outcome: Outcome,
    kind: z.string().describe('Kind with its group, for example Deployment.apps.'),
    count: z.number(),
    why: z.string().describe('Empty for what arrives as it is.'),
  })
  .meta({ id: 'ReportGroup', description: 'Objects of which the same is to be said.' });

const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, z.number()])) as Record<
  (typeof OUTCOMES)[number],
  z.ZodNumber
>;

export const ReportView = z
  .object({
    name: z.string().describe('Name of the plan, or of the run.'),
    at: z.string().describe('When the clusters were read, RFC 3339.'),
    request: z.string().optional().describe('The request that a dry run answers.'),
    blocked: z.boolean().describe('Whether something of it refuses a run.'),
    counts: z.object(counts).describe('Objects by what becomes of them.'),
    findings: z.array(FindingView),
    groups: z.array(GroupView).describe('All that is not notable, counted.'),
    objects: z.array(ReportedObjectView).describe('Every object, once.'),
  })
  .meta({ id: 'Report', description: 'What becomes of every object of a plan, and why.' });
export type ReportView = z.infer<typeof ReportView>;

export const DryRunView = z
  .object({
    plan: z.string(),
    request: z.string().describe('The report that answers it names it.'),
  })
  .meta({ id: 'DryRun', description: 'A dry run that was asked for.' });
export type DryRunView = z.infer<typeof DryRunView>;

/** @param name that of the plan or the run */
export function reportView(name: string, { objects, ...head }: Report): ReportView {
  return {
    ...{ name, ...head },
    blocked: isBlocked({ objects, findings: head.findings }),
    counts: countsOf(objects),
    groups: groupsOf(objects),
    objects,
  };
}
