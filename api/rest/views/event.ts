import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';

export const EventView = z
  .object({
    type: z.string().describe('Normal or Warning.'),
    reason: z.string().describe('Why, in one word for machines.'),
    message: z.string().describe('What happened.'),
    time: z.string().describe('When it happened last, RFC 3339.'),
  })
  .meta({ id: 'RunEvent', description: 'A Kubernetes Event about a run.' });
export type EventView = z.infer<typeof EventView>;

const time = z.string().nullish().catch(undefined);

const Seen = z.object({
  type: z.string().catch('Normal'),
  reason: z.string().catch(''),
  message: z.string().catch(''),
  eventTime: time,
  firstTimestamp: time,
  lastTimestamp: time,
});

/** Old writers set lastTimestamp, new ones eventTime; the creation of the object is the last resort. */
export function eventView(event: KubeObject): EventView {
  const { type, reason, message, eventTime, firstTimestamp, lastTimestamp } = Seen.parse(event);
  const happened =
    lastTimestamp ?? eventTime ?? firstTimestamp ?? event.metadata.creationTimestamp ?? '';
  return { type, reason, message, time: happened };
}
