import * as z from 'zod';
import { Time } from './time.ts';

/** How much a condition weighs, heaviest first: Critical stops everything, Error keeps from Ready. */
const CONDITION_CATEGORIES = ['Critical', 'Error', 'Warn', 'Required', 'Advisory'] as const;
export type ConditionCategory = (typeof CONDITION_CATEGORIES)[number];

/** One statement about an object. MTC adds to the Kubernetes convention `category` and `durable`. */
export const Condition = z
  .looseObject({
    type: z.string().describe('What the condition is about, for example Ready or InvalidPlanRef.'),
    status: z.string().describe('True, False or Unknown.'),
    category: z.string().describe(`One of ${CONDITION_CATEGORIES.join(', ')}.`),
    reason: z.string().optional().describe('Why, in one word for machines.'),
    message: z.string().optional().describe('What happened and what to do, for people.'),
    lastTransitionTime: Time.describe('When the status last changed.'),
    durable: z
      .boolean()
      .optional()
      .describe('Stays once set; other conditions go when they are not stated again.'),
  })
  .describe('One statement about the object.');
export type Condition = z.infer<typeof Condition>;

/** A condition before the writer of the status stamps it with a time. */
export interface ConditionDraft {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  category: ConditionCategory;
  reason?: string;
  message?: string;
  durable?: boolean;
}

/** What the status of every kind begins with. */
export const statusBasics = {
  conditions: z.array(Condition).optional().describe('What there is to say about the object.'),
  observedDigest: z.string().optional().describe('Digest of the spec that was last acted upon.'),
};
