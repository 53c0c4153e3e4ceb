import { readRecords, type PathRecord } from './manifest-records.ts';
import { printable } from './printable.ts';
import type { Section } from './xfer.ts';

/** One aspect of one path that is not the same at both ends. */
export interface Difference {
  /** Relative to the root of the volume, which is `.`; printable. */
  path: string;
  /** `missing` on the target, `extra` there, or the aspect: `mode`, `content`, `attribute user.k`, … */
  what: string;
  source?: string;
  target?: string;
}

export interface Differences {
  /** The first of them, by path. */
  differences: Difference[];
  /** How many there are. */
  total: number;
}

/** Both ends of one section, decompressed. */
export interface SectionPair {
  section: Section;
  source: AsyncIterable<Uint8Array>;
  target: AsyncIterable<Uint8Array>;
}

/** Sections in which a path of one end alone says nothing that `entries` does not say. */
const FOLLOWS_ENTRIES: ReadonlySet<Section> = new Set(['devices', 'contents']);

/**
 * Lists what differs, reading both ends side by side, so that memory does not grow with the volume.
 * @param limit how many differences to keep; all are counted
 * @throws Error when a stream is not a section of a manifest
 */
export async function compareSections(
  { section, source, target }: SectionPair,
  limit: number,
): Promise<Differences> {
  const differences: Difference[] = [];
  let total = 0;
  for await (const pair of pairs(readRecords(section, source), readRecords(section, target))) {
    for (const difference of compareRecords(section, pair)) {
      total += 1;
      if (differences.length < limit) differences.push(difference);
    }
  }
  return { differences, total };
}

interface RecordPair {
  source?: PathRecord;
  target?: PathRecord;
}

/** Both streams are sorted by the same bytes, which JavaScript compares alike. */
async function* pairs(
  sources: AsyncGenerator<PathRecord>,
  targets: AsyncGenerator<PathRecord>,
): AsyncGenerator<RecordPair> {
  let source = await nextOf(sources);
  let target = await nextOf(targets);
  while (source !== undefined && target !== undefined) {
    if (source.path === target.path) {
      yield { source, target };
      [source, target] = [await nextOf(sources), await nextOf(targets)];
    } else if (source.path < target.path) {
      yield { source };
      source = await nextOf(sources);
    } else {
      yield { target };
      target = await nextOf(targets);
    }
  }
  for (; source !== undefined; source = await nextOf(sources)) yield { source };
  for (; target !== undefined; target = await nextOf(targets)) yield { target };
}

async function nextOf(records: AsyncGenerator<PathRecord>): Promise<PathRecord | undefined> {
  const next = await records.next();
  return next.done === true ? undefined : next.value;
}

function compareRecords(section: Section, pair: RecordPair): Difference[] {
  const path = shownPath(pair);
  if (pair.source === undefined || pair.target === undefined) {
    if (section === 'entries')
      return [{ path, what: pair.target === undefined ? 'missing' : 'extra' }];
    if (FOLLOWS_ENTRIES.has(section)) return [];
  }
  const source = pair.source?.values ?? new Map<string, string>();
  const target = pair.target?.values ?? new Map<string, string>();
  return [...new Set([...source.keys(), ...target.keys()])]
    .filter((aspect) => source.get(aspect) !== target.get(aspect))
    .map((aspect) => ({
      path,
      what: printable(aspect),
      ...shown('source', source.get(aspect)),
      ...shown('target', target.get(aspect)),
    }));
}

function shown(end: 'source' | 'target', value: string | undefined): Partial<Difference> {
  return value === undefined ? {} : { [end]: printable(value) };
}

function shownPath({ source, target }: RecordPair): string {
  const path = (source ?? target)?.path ?? '';
  return printable(path.replace(/^\.\//, ''));
}
