import { Contents, FileSystemUse } from '../kinds/volume-use.ts';

const Printed = Contents.extend({ fileSystem: FileSystemUse });

/** What `xfer measure` has to say about a volume. */
export interface Measure {
  contents: Contents;
  fileSystem: FileSystemUse;
}

/** Walks the whole volume, which may take minutes; at the end of every queue, as an application may run beside it. */
export function measureCommand(): string[] {
  return ['nice', '-n', '19', 'ionice', '-c', '3', 'xfer', 'measure'];
}

/**
 * Reads the output of `xfer measure`, or the end of it. `undefined` while its line has not come.
 * @throws ZodError or SyntaxError when the line is not what xfer prints
 */
export function parseMeasure(output: string): Measure | undefined {
  const line = output.split('\n').findLast((text) => text.startsWith('{"allocatedBytes":'));
  if (line === undefined) return undefined;
  const { fileSystem, ...contents } = Printed.parse(JSON.parse(line));
  return { contents, fileSystem };
}
