/** Waits for commands, and takes over the orphans they leave, being process 1. */
export const IDLE = ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done'];
