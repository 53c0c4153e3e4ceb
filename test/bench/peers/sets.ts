import { databaseLike, MIXED, noise, pages, smallFiles } from '../../fidelity/data-sets.ts';

/** What is copied, and what becomes of it between the passes. Shell for bash, run in the volume. */
export interface BenchSet {
  name: string;
  what: string;
  fill: string;
  /** One in a hundred, and later one in a thousand. */
  delta: string;
  last: string;
  /** In memory, roughly, to know beforehand whether there is room. */
  bytes: number;
}

export interface Scale {
  rounds: number;
  fileBytes: number;
  smallDirectories: number;
}

export const FULL: Scale = { rounds: 3, fileBytes: 2 ** 29, smallDirectories: 300 };
/** To try the benchmark itself; its numbers mean nothing. */
export const QUICK: Scale = { rounds: 1, fileBytes: 2 ** 25, smallDirectories: 10 };

export function benchSets({ fileBytes, smallDirectories }: Scale): BenchSet[] {
  const files = smallDirectories * 100;
  const size = `${fileBytes / 2 ** 20} MiB`;
  return [
    oneFile('one file', `${size} of noise in one file`, {
      ...{ file: 'noise', fill: noise(fileBytes), bytes: fileBytes },
    }),
    oneFile('database', `${size} as a database keeps them, three tenths of its pages empty`, {
      ...{ file: 'pages', fill: databaseLike(fileBytes), bytes: fileBytes },
    }),
    {
      name: 'small files',
      what: `${files} files of 4 KiB in ${smallDirectories} directories`,
      fill: withTwin(smallFiles(smallDirectories)),
      delta: changed(rewritten('[0-9]*/*', 100), 2),
      last: changed(rewritten('[0-9]*/*', 1000), 3),
      bytes: files * 4096,
    },
    {
      name: 'everything',
      what: '20 000 files of all sizes, hardlinks, symlinks, devices, attributes, ACLs, capabilities, odd names',
      fill: withTwin(MIXED),
      delta: changed(`${rewritten('mixed/*/f*', 100)}\n${OTHER_CHANGES}`, 2),
      last: changed(rewritten('mixed/*/f*', 1000), 3),
      bytes: 120e6,
    },
  ];
}

/** What is neither a size nor a time of a file. */
const OTHER_CHANGES = `rm -r mixed/9
ln -sfn elsewhere mixed/0/dangling
setfattr -x user.checksum mixed/1/faab
setfacl -m u:4321:r mixed/11/faac`;

function oneFile(
  name: string,
  what: string,
  { file, fill, bytes }: { file: string; fill: string; bytes: number },
): BenchSet {
  const change = (blocks: number, stretches: number) => pages(file, bytes, { blocks, stretches });
  const share = bytes / 2 ** 31;
  return {
    ...{ name, what, bytes, fill: withTwin(fill) },
    delta: changed(change(Math.ceil(400 * share), Math.ceil(18 * share)), 2),
    last: changed(change(Math.ceil(40 * share), Math.ceil(2 * share)), 3),
  };
}

/**
 * A small file beside the rest, whose size and second never change while its bytes do: who compares whole seconds
 * leaves it as it was.
 */
const TWIN = `head -c 4096 /dev/urandom > same-second; touch -d '2026-01-02 03:04:05.00000000`;

function withTwin(fill: string): string {
  return `${fill}\n${TWIN}1' same-second`;
}

function changed(change: string, time: number): string {
  return `${change}\n${TWIN}${time}' same-second`;
}

/** One in so many files rewritten, one in twice as many new, one in twice as many gone. */
function rewritten(glob: string, every: number): string {
  return `number=0
for file in ${glob}; do
  number=$((number + 1))
  case $((number % ${2 * every})) in
    0) rm -f "$file" ;;
    1) cp -p "$file" "$file.new-${every}" ;;
    ${Math.floor(every / 2)}|${Math.floor(every * 1.5)}) head -c "$(stat -c %s "$file")" /dev/urandom > "$file" ;;
  esac
done`;
}
