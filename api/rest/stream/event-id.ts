const END = '-end';

/** What a client has seen: Kubernetes Events up to a version, and whether the end of the run. */
export interface Seen {
  /** Highest resourceVersion of an Event, 0 for none; versions of one cluster only grow. */
  version: number;
  ended: boolean;
}

/** The id of a message says all that a client has seen with it: any server can go on from there. */
export function eventId({ version, ended }: Seen): string {
  return `${version}${ended ? END : ''}`;
}

/** From the header Last-Event-ID; a foreign one counts as none. */
export function seenUntil(lastEventId: string | undefined): Seen {
  const match = /^(\d{1,15})(-end)?$/.exec(lastEventId ?? '');
  if (match === null) return { version: 0, ended: false };
  return { version: Number(match[1]), ended: match[2] === END };
}
