import type { Group } from './group.ts';

/** In this order: each meets what the one before it has left. */
export const PASSES = ['initial', 'no-op', 'delta', 'cutover'] as const;
export type PassName = (typeof PASSES)[number];

/** Where one way copies from and to, and what it may call its own. */
export interface Place {
  source: string;
  target: string;
  /** Configurations, keys, logs, repositories: made, and removed by who made the place. */
  directory: string;
  group: Group;
}

/** One way, at work in one place. */
export interface Session {
  /** The daemons of both ends; nothing for a way without any. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What has to be out of the way before a pass, and is no part of it. */
  clear?(): Promise<void>;
  /** Answers the bytes that went from end to end; undefined where nothing tells. */
  pass(name: PassName): Promise<number | undefined>;
}

export interface Way {
  name: string;
  /** How it appears in the tables. */
  title: string;
  /** Its daemons run on from pass to pass; those of the others are started anew, within the outage. */
  warm: boolean;
  /** Passes that mean something; all when left out. */
  passes?: readonly PassName[];
  /** A limit that no product could keep to: it stands apart. */
  limit?: boolean;
  /** Of ours, with another flag: no peer. */
  variant?: boolean;
  open(place: Place): Promise<Session>;
}
