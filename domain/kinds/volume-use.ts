import * as z from 'zod';
import { Quantity } from './quantity.ts';
import { Time } from './time.ts';

const bytes = z.number();

/** What lies in a volume. */
export const Contents = z.looseObject({
  allocatedBytes: bytes.describe('What the files take on the disk.'),
  apparentBytes: bytes.describe(
    'The lengths of the files; more than they take when they have holes.',
  ),
  inodes: z.number().describe('Files, directories and links, each inode once.'),
  sparseFiles: z.number().describe('Files that have holes.'),
  errors: z.number().describe('Entries that could not be read; they are not counted.'),
});
export type Contents = z.infer<typeof Contents>;

/** The file system that a volume is on, as `df` sees it. */
export const FileSystemUse = z.looseObject({
  type: z.string().describe('Type, as `stat -f` calls it.'),
  sizeBytes: bytes.describe('All of it.'),
  usedBytes: bytes.describe('What is used of it, perhaps by other volumes as well.'),
  freeBytes: bytes.describe('What may still be written.'),
  inodes: z.number().describe('All inodes; 0 where they are made as they are needed.'),
  freeInodes: z.number().describe('Free inodes.'),
});
export type FileSystemUse = z.infer<typeof FileSystemUse>;

/** What was seen of the use of one volume of a plan, when it was last measured. */
export const VolumeUse = z
  .looseObject({
    namespace: z.string().describe('Namespace of the claim on the source.'),
    claim: z.string().describe('The claim on the source.'),
    volume: z.string().describe('The persistent volume that was measured.'),
    measuredAt: Time.describe('When that was.'),
    contents: Contents.optional().describe('What lies in it; not there when it was not measured.'),
    fileSystem: FileSystemUse.optional().describe('The file system it is on.'),
    failure: z.string().optional().describe('Why it could not be measured.'),
    proposed: Quantity.optional().describe('The capacity that was proposed for the target.'),
  })
  .describe('The use of a volume, as it was measured.');
export type VolumeUse = z.infer<typeof VolumeUse>;

/** A volume that could be measured. */
export type Measured = VolumeUse & { contents: Contents; fileSystem: FileSystemUse };

export function isMeasured(use: VolumeUse | undefined): use is Measured {
  return use?.contents !== undefined && use.fileSystem !== undefined;
}
