/** An application as it writes: what is in its volume, and what it does to it all the time. */
export interface Load {
  name: string;
  capacity: string;
  /** Shell; fills /data. */
  fill: string;
  /** Shell; one second's work, again and again. */
  write: string;
}

const megabytes = (count: number): string =>
  `[ -e /data/big ] || dd if=/dev/urandom of=/data/big bs=1M count=${count} 2>/dev/null`;

/** Overwrites places of a file that lie anywhere in it, as a database does. */
const overwrite = (perSecond: number, of: number): string =>
  [
    'i=0',
    `while [ $i -lt ${perSecond} ]; do`,
    `  dd if=/dev/urandom of=/data/big bs=1M count=1 seek=$((RANDOM % ${of})) conv=notrunc 2>/dev/null`,
    '  i=$((i+1))',
    'done',
  ].join('\n');

/** From one that hardly writes to one that writes as fast as it can, and one of many files. */
export const LOADS: readonly Load[] = [
  { name: 'quiet', capacity: '128Mi', fill: megabytes(64), write: 'date >> /data/log' },
  {
    name: 'log',
    capacity: '256Mi',
    fill: megabytes(128),
    write: 'head -c 500000 /dev/urandom >> /data/log',
  },
  { name: 'steady', capacity: '512Mi', fill: megabytes(256), write: overwrite(4, 256) },
  { name: 'busy', capacity: '768Mi', fill: megabytes(512), write: overwrite(16, 512) },
  { name: 'heavy', capacity: '1Gi', fill: megabytes(768), write: overwrite(48, 768) },
  {
    ...{ name: 'files', capacity: '512Mi' },
    fill: [
      'if [ ! -e /data/tree ]; then mkdir /data/tree; i=0; while [ $i -lt 8000 ]; do',
      '  echo $i > /data/tree/$i; i=$((i+1)); done; fi',
    ].join('\n'),
    write: 'i=0; while [ $i -lt 200 ]; do date > /data/tree/$((RANDOM % 8000)); i=$((i+1)); done',
  },
];

/** What the container runs. */
export function scriptOf({ fill, write }: Load): string {
  return [fill, 'touch /data/.filled', `(while :; do\n${write}\nsleep 1\ndone) &`].join('\n');
}
