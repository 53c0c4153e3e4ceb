import type { Rule } from '../contract.ts';
import { clear, drop } from '../edit.ts';
import { warning } from '../note.ts';
import { at } from '../read.ts';

/** Labels by which the API server binds a Job's pods to the Job's uid. */
const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];

const NAME = 'job-selector';

/** The API server makes the selector of a Job from its uid, unless somebody made one by hand. */
export const JOB_SELECTOR: Rule = {
  name: NAME,
  kinds: ['Job.batch'],
  apply(job) {
    const begun = at(job, ['status', 'startTime']) !== undefined;
    const notes = begun
      ? [
          warning(
            NAME,
            'the Job has begun its work on the source, and begins it anew on the target',
          ),
        ]
      : [];
    if (at(job, ['spec', 'manualSelector']) === true) return { keep: job, notes };
    const unbound = drop(job, ['spec'], ['selector']);
    return { keep: clear(unbound, ['spec', 'template', 'metadata', 'labels'], UID_LABELS), notes };
  },
};
