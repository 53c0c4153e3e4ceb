import type { Note } from './contract.ts';

/** Altered on purpose; the application will not notice. */
export function change(rule: string, text: string): Note {
  return { severity: 'change', rule, text };
}

/** Somebody should look. */
export function warning(rule: string, text: string): Note {
  return { severity: 'warning', rule, text };
}

/** The object cannot arrive as it must. */
export function refusal(rule: string, text: string): Note {
  return { severity: 'refusal', rule, text };
}
