import * as z from 'zod';
import { RUN_TYPES } from '../../../domain/run/run-type.ts';
import { DryRun, ObjectName } from './names.ts';

const DATA_LOSS =
  'set it to true: a rollback deletes the application with its data from the target, and what was written there ' +
  'since the cutover is lost';
const LISTED = RUN_TYPES.map((type) => `"${type}"`).join(', ');

const Start = z.iso.datetime({ offset: true, error: 'give a time like 2026-11-28T02:00:00Z' });

export const NewRun = z
  .strictObject({
    type: z
      .enum(RUN_TYPES, { error: `give one of ${LISTED}` })
      .describe(
        'stage copies the volumes and leaves the application; cutover moves it; state copies the volumes of an ' +
          'application whose objects somebody else brings; rollback brings it back.',
      ),
    name: ObjectName.optional().describe('Made from the name of the plan when left out.'),
    quiesce: z
      .boolean()
      .optional()
      .describe(
        'Stop the application on the source before the last copy. Left out, a cutover does, and the others do not; ' +
          'they start it again when they are told to stop it.',
      ),
    verify: z
      .boolean()
      .optional()
      .describe(
        'At the end of a cutover, look once more whether the workloads on the target are ready.',
      ),
    acceptDataLoss: z
      .boolean()
      .optional()
      .describe('A rollback needs true: what was written on the target since the cutover is lost.'),
    onFailure: z
      .enum(['Compensate', 'Hold'])
      .optional()
      .describe(
        'Hold: a step that fails waits for a decision; otherwise the run is taken back at once.',
      ),
    startAt: Start.optional().describe('When it is to begin, RFC 3339; at once when left out.'),
    startBefore: Start.optional().describe(
      'It is refused when it could not begin by then; 15 minutes after startAt when left out.',
    ),
    dryRun: DryRun,
  })
  .superRefine(({ type, quiesce, verify, acceptDataLoss, dryRun }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (type !== 'cutover' && verify !== undefined) {
      refuse('verify', 'leave it out: only a cutover starts workloads on the target');
    }
    if (type !== 'rollback') {
      if (acceptDataLoss !== undefined) {
        refuse('acceptDataLoss', 'leave it out: only a rollback loses data');
      }
      return;
    }
    if (quiesce !== undefined) refuse('quiesce', 'leave it out: a rollback stops the target');
    if (acceptDataLoss !== true && dryRun !== true) refuse('acceptDataLoss', DATA_LOSS);
  })
  .meta({ id: 'NewRun', description: 'A run to start.' });
export type NewRun = z.input<typeof NewRun>;

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'give 1 to 255 printable characters without spaces')
  .optional()
  .describe('A request repeated with the same key starts nothing new and is answered alike.');
