import type { StandingCondition } from './command-error.ts';

/** `Type (Reason): message`, as far as there is something to say. */
export function conditionText({ type, reason, message }: StandingCondition): string {
  const title = reason === undefined || reason === '' ? type : `${type} (${reason})`;
  return message === undefined || message === '' ? title : `${title}: ${message}`;
}
