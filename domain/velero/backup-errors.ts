import type { ResultMessage } from './results.ts';

/**
 * Velero looks for every kind that the cluster served some minutes ago (its discovery is read anew every five). Of a
 * definition that was deleted meanwhile there is nothing to back up.
 */
const GONE_KIND = /could not find the requested resource/;

/** Errors of a backup that tell of something that was there. */
export function notableErrors(errors: readonly ResultMessage[]): ResultMessage[] {
  return errors.filter(({ text }) => !GONE_KIND.test(text));
}
