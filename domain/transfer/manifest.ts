import { SECTIONS, type ManifestSummary, type Section } from './xfer.ts';

export type ManifestVerdict =
  | { kind: 'equal' }
  /** Something could not be read, so that equal digests would prove nothing. */
  | { kind: 'incomplete'; reason: string }
  /**
   * The sections to fetch from both ends and to compare. Mendable: only contents differ, which a pass
   * of kind `repair` brings. A page written through a mapping may change neither time nor size, and
   * rsync then passes the file by.
   */
  | { kind: 'different'; sections: Section[]; mendable: boolean };

/** Compares two volumes by what `xfer manifest` printed of them; nothing has to be fetched if they are equal. */
export function judgeManifests(source: ManifestSummary, target: ManifestSummary): ManifestVerdict {
  const reason = incompleteness('source', source) ?? incompleteness('target', target);
  if (reason !== undefined) return { kind: 'incomplete', reason };

  const sections = SECTIONS.filter(
    (section) => source.digests[section] !== target.digests[section],
  );
  if (sections.length === 0) return { kind: 'equal' };
  return { kind: 'different', sections, mendable: sections.every((one) => one === 'contents') };
}

function incompleteness(end: string, summary: ManifestSummary): string | undefined {
  const { walkErrors, xattrErrors, filesUnreadable } = summary;
  const found = [
    [walkErrors, 'directories or entries'],
    [xattrErrors, 'extended attributes'],
    [filesUnreadable, 'files'],
  ] as const;
  const unread = found.filter(([count]) => count > 0);
  if (unread.length === 0) return undefined;
  return `on the ${end} could not be read: ${unread.map(([count, what]) => `${String(count)} ${what}`).join(', ')}`;
}
