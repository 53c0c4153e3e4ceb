import { formatBytes } from '../byte-text.ts';

/** What a volume holds, for the volume that is to take it. */
export interface Load {
  bytes: number;
  inodes: number;
}

/** What a volume on the target can take. */
export interface Room {
  freeBytes: number;
  freeInodes: number;
  /** All inodes; 0 where they are made as they are needed. */
  inodes: number;
  /** What an earlier run brought, and this one need not bring again. */
  held?: Load | undefined;
}

/** Directories, block sizes and the journal differ between file systems. */
const MARGIN = 1.05;

/**
 * Whether the files of a source go into a volume of the target: undefined when they do, else what is needed and what is
 * there. To be asked before the first byte is sent.
 */
export function lackOfRoom(load: Load, room: Room): string | undefined {
  const held = room.held ?? { bytes: 0, inodes: 0 };
  const needed = { bytes: Math.ceil(load.bytes * MARGIN), inodes: Math.ceil(load.inodes * MARGIN) };
  const there = { bytes: room.freeBytes + held.bytes, inodes: room.freeInodes + held.inodes };
  const lacks = [
    ...(needed.bytes > there.bytes
      ? [`needs ${formatBytes(needed.bytes)}, and ${formatBytes(there.bytes)} are there`]
      : []),
    ...(room.inodes > 0 && needed.inodes > there.inodes
      ? [`needs ${needed.inodes} inodes, and ${there.inodes} are there`]
      : []),
  ];
  return lacks.length === 0 ? undefined : lacks.join('; ');
}

/** What `df` says of a file system. */
export interface FileSystemRoom {
  sizeBytes: number;
  freeBytes: number;
  inodes: number;
  freeInodes: number;
}

/**
 * Whether the source's whole file system, full of its own files or also of others', would go into what is free on the
 * target: then no file has to be looked at to know that its files do.
 */
export function surelyFits(source: FileSystemRoom, target: FileSystemRoom): boolean {
  // Without a count of the inodes nobody knows how many files there are.
  if (target.inodes > 0 && source.inodes === 0) return false;
  const load = {
    bytes: source.sizeBytes - source.freeBytes,
    inodes: source.inodes - source.freeInodes,
  };
  return lackOfRoom(load, target) === undefined;
}
