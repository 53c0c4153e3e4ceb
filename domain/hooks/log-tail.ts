/** Enough for the end of a playbook: the task that failed, and the recap. */
const LINES = 20;
const LINE_LENGTH = 400;

/** How many lines are asked of the API server: empty ones count there. */
export const ASKED_LINES = 2 * LINES;

/** The last lines of a log as they can stand in a condition: none empty, none endless, no control characters. */
export function logTail(log: string): string {
  return log
    .split('\n')
    .map(readable)
    .filter((line) => line.trim() !== '')
    .slice(-LINES)
    .map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line))
    .join('\n');
}

/** Without the colours and the carriage returns that programs write to terminals. */
function readable(line: string): string {
  return line
    .replaceAll(ESCAPE_SEQUENCE, '')
    .replaceAll('\t', '  ')
    .replaceAll(CONTROL, '')
    .trimEnd();
}

/** Colours and the like; the class of control characters has the escape that opens them. */
const ESCAPE_SEQUENCE = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;
const CONTROL = /\p{Cc}/gu;
