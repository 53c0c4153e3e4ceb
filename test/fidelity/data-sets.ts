/** What one volume holds, and what becomes of it between two copies. Shell for bash, with `/data` as working directory. */
export interface DataSet {
  /** Of the claim: names of every kind that Kubernetes takes. */
  claim: string;
  what: string;
  fill: string;
  /** A hundredth of it: rewritten, added, deleted. */
  change: string;
  /** Entries that the tree has to have for the set to prove anything. */
  leastEntries: number;
}

const GIB = 2 ** 30;

/** A hundredth of 2 GiB. */
const HUNDREDTH = { blocks: 400, stretches: 18 };

/** Blocks and stretches of a file rewritten in place, anywhere in it, without a change of its size. */
export const pages = (file: string, bytes: number, { blocks, stretches } = HUNDREDTH): string =>
  [
    `for _ in $(seq ${blocks}); do`,
    `  dd if=/dev/urandom of=${file} bs=4096 count=1 seek=$((RANDOM * RANDOM % ${bytes / 4096})) conv=notrunc status=none`,
    'done',
    `for _ in $(seq ${stretches}); do`,
    `  dd if=/dev/urandom of=${file} bs=1M count=1 seek=$((RANDOM % ${bytes / 2 ** 20})) conv=notrunc status=none`,
    'done',
  ].join('\n');

/** Nothing on the way can make it smaller. */
export const noise = (bytes: number): string => `head -c ${bytes} /dev/urandom > noise`;

/** Three tenths of its pages are empty. */
export const databaseLike = (bytes: number): string =>
  [
    `truncate -s ${bytes} pages`,
    `for part in $(seq 0 9); do`,
    '  case $((part % 10)) in 2|5|8) byte=zero ;; *) byte=urandom ;; esac',
    `  dd if=/dev/$byte of=pages bs=1M count=${Math.floor(bytes / 2 ** 20 / 10)} seek=$((part * ${Math.floor(bytes / 2 ** 20 / 10)})) conv=notrunc status=none`,
    'done',
  ].join('\n');

/** A hundred files of 4 KiB in each directory. */
export const smallFiles = (directories: number): string =>
  `for d in $(seq ${directories}); do mkdir "$d"; head -c 409600 /dev/urandom | split -a 3 -b 4096 - "$d/"; done`;

/** The sizes of many small applications: some large, most tiny. */
export const MIXED = `
for class in $(seq 0 199); do
  mkdir -p "mixed/$class"
  size=$(( (1 << (class % 15)) + RANDOM % 37 ))
  head -c $((size * 100)) /dev/urandom | split -a 3 -b "$size" - "mixed/$class/f"
done
for number in $(seq 0 499); do ln "mixed/$((number % 200))/faaa" "mixed/$(((number + 7) % 200))/hard-$number"; done
for number in $(seq 0 199); do
  ln -s /etc/hostname "mixed/$number/absolute"; ln -s ../../../outside "mixed/$number/escaping"
  ln -s nowhere "mixed/$number/dangling"; ln -s faaa "mixed/$number/relative"
done
setfattr -n user.checksum -v 0x00ff0a mixed/*/faab
setfacl -m u:1234:rwx,g:4321:r mixed/1*/faac
setfacl -m u:1234:rwx -d -m u:1234:rwx mixed/2*
chown 1001:2002 mixed/3*/fa*; chmod 4755 mixed/3*/faaa; chmod 2755 mixed/4*/faaa; chmod 0000 mixed/5*/faad
cp /bin/true capability; setcap cap_net_raw+ep capability
mkfifo -m 620 fifo; mknod -m 666 null c 1 3
mkdir names
for name in $'new\\nline' $'utf-8 \\xff\\xfe' '-rf' '--delete' ' spaces ' '*?[a]' "quo'te" 'back\\slash' "$(printf 'n%.0s' $(seq 255))"
do echo "$name" > "names/./$name"; done
mkdir -p nested/lost+found; echo kept > nested/lost+found/kept
touch -d '2001-02-03 04:05:06.123456789' mixed/6*/fa*
touch -h -d '1969-12-31 23:59:57.5' mixed/6*/dangling
touch -d '1999-12-31 23:59:59.999999999' mixed/7*
`;

/** One in a hundred rewritten, one in two hundred new, one in two hundred gone, and the same second for one of the same size. */
const many = (glob: string): string =>
  [
    'number=0',
    `for file in ${glob}; do`,
    '  number=$((number + 1))',
    '  case $((number % 200)) in',
    '    0) rm -f "$file" ;;',
    '    1) cp -p "$file" "$file.new" ;;',
    '    50|150) before=$(stat -c %y "$file"); size=$(stat -c %s "$file")',
    '      head -c "$size" /dev/urandom > "$file"; touch -d "${before%.*}.000000001 ${before##* }" "$file" ;;',
    '  esac',
    'done',
  ].join('\n');

/** One of each kind of volume that copies are known to lose something of. */
export const DATA_SETS: readonly DataSet[] = [
  {
    claim: 'a-one-large-file',
    what: '2 GiB of noise in one file',
    fill: noise(2 * GIB),
    change: pages('noise', 2 * GIB),
    leastEntries: 1,
  },
  {
    claim: 'b.database-like.with.dots.in.its.name',
    what: '2 GiB as a database keeps them, three tenths of its pages empty',
    fill: databaseLike(2 * GIB),
    change: pages('pages', 2 * GIB),
    leastEntries: 1,
  },
  {
    claim: 'c-100000-small-files',
    what: '100 000 files of 4 KiB in 1000 directories',
    fill: smallFiles(1000),
    change: many('{1..100}/*'),
    leastEntries: 100_000,
  },
  {
    claim: `d-${'mixed-sizes-links-attributes-and-odd-names'.padEnd(61, 'x')}`,
    what: '20 000 files of all sizes, hardlinks, symlinks, attributes, ACLs, odd names; its claim has 63 characters',
    fill: MIXED,
    change: `${many('mixed/1*/f*')}\nrm -r mixed/9\nln -sfn elsewhere mixed/0/dangling\nsetfattr -x user.checksum mixed/1/faab`,
    leastEntries: 20_000,
  },
  {
    claim: 'e-sparse',
    what: '10 GiB of holes around 100 MiB',
    fill: [
      `truncate -s ${10 * GIB} sparse`,
      'for at in $(seq 0 99); do dd if=/dev/urandom of=sparse bs=1M count=1 seek=$((at * 100)) conv=notrunc status=none; done',
    ].join('\n'),
    change:
      'dd if=/dev/urandom of=sparse bs=1M count=1 seek=4321 conv=notrunc status=none; fallocate -p -o 0 -l 1048576 sparse',
    leastEntries: 1,
  },
  {
    claim: 'f-empty',
    what: 'nothing but the directory that file systems make',
    fill: 'mkdir -m 700 lost+found; chmod 750 .',
    change: 'chmod 755 .',
    leastEntries: 0,
  },
  {
    claim: 'g-one-directory',
    what: '200 000 files in one directory',
    fill: 'mkdir all; head -c 200000 /dev/urandom | split -a 5 -b 1 - all/',
    change: many('all/aa[a-h]*'),
    leastEntries: 200_000,
  },
];
