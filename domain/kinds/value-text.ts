/** People paste a token where the name of its Secret belongs: such a value is never repeated. */
const SENSITIVE = /secret|token|password|credential|creds|playbook/i;

const SHOWN_LENGTH = 60;

/** A value in words, for messages: `the text "shop"`, `the number 3`, `nothing`. */
export function describeValue(value: unknown, field: string): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'string') return describeText(value, field);
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return 'a mapping';
}

function describeText(text: string, field: string): string {
  if (SENSITIVE.test(field)) return `a text of ${text.length} characters (not shown)`;
  if (text.length <= SHOWN_LENGTH) return `the text ${JSON.stringify(text)}`;
  return `the text ${JSON.stringify(text.slice(0, SHOWN_LENGTH))} and ${text.length - SHOWN_LENGTH} more characters`;
}
