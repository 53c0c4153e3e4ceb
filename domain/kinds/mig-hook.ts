import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';

const Spec = z.looseObject({
  custom: z.boolean().describe('Whether the image brings its own program instead of a playbook.'),
  image: z
    .string()
    .describe('Image to run; empty for a playbook on the runner image of the settings.'),
  playbook: z.string().optional().describe('Ansible playbook, in base64.'),
  targetCluster: z.string().describe('Where to run: source or destination.'),
  activeDeadlineSeconds: z
    .int()
    .optional()
    .describe('Seconds the hook may take, with all its tries; without it, 1800.'),
});

const Status = z.looseObject({
  ...statusBasics,
  observedGeneration: z.int().optional().describe('Generation that was last acted upon.'),
});

/** A job of the user's own that a plan runs at one of four points. */
export const MigHook = kindObject('MigHook', Spec, Status).describe(
  "A job of the user's own that a plan runs at one of four points.",
);
export type MigHook = z.infer<typeof MigHook>;
