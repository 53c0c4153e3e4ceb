import { execFileSync } from 'node:child_process';

/** Everything that copies are known to lose, in one directory; needs root. */
const SCRIPT = String.raw`
cd "$1"
mkdir -p dir/sub dir/lost+found lost+found/.deep .velero/restore private
printf hello >file
ln file hardlink
ln file dir/hardlink
printf secret >private/key
chmod 0600 private/key
chmod 0700 private
chown 1234:4321 private/key
printf run >setuid
chmod 4755 setuid
printf old >dir/old
touch -d '2001-02-03 04:05:06.123456789' dir/old
ln -s file relative
ln -s /etc/passwd absolute
ln -s ../../outside escaping
ln -s 'no//where' dangling
chown -h 1234 dangling
touch -h -d '2002-03-04 05:06:07.987654321' dangling
mkfifo fifo
mknod null c 1 3
truncate -s 8M sparse
printf end >>sparse
printf x >"$(printf 'new\nline')"
printf x >"$(printf 'tab\there\\and\rback')"
printf x >"$(printf 'bytes\377\376')"
printf x >-dash
printf x >'  spaces  '
printf x >'été'
ln -s "$(printf 'odd\ttarget\nline')" oddlink
printf deep >dir/lost+found/kept
printf root >lost+found/not-copied
printf mark >.velero/restore/done
: >empty
setfattr -n user.k -v value file
setfattr -n user.flag empty
setfattr -n "$(printf 'user.odd//na=me\there')" -v 0x00ff -- -dash
setfacl -m u:5:rwx,d:u:6:r dir
touch -d '2003-04-05 06:07:08.5' dir .
`;

/** What an application without root can make of the directory that is its argument. */
export const OWN_SCRIPT = String.raw`
cd "$1"
mkdir -p dir/sub closed setgid
printf hello >file
ln file hardlink
ln file dir/hardlink
printf secret >closed/key
chmod 0600 closed/key
chmod 0700 closed
printf run >setuid
chmod 4755 setuid
chmod 2755 setgid
printf fixed >read-only
chmod 0444 read-only
mkdir sealed
printf in >sealed/file
ln -s file relative
ln -s /etc/passwd absolute
ln -s ../../outside escaping
ln -s 'no//where' dangling
touch -h -d '2002-03-04 05:06:07.987654321' dangling
mkfifo fifo
truncate -s 8M sparse
printf end >>sparse
printf x >"$(printf 'new\nline')"
printf x >"$(printf 'tab\there\\and\rback')"
printf x >"$(printf 'bytes\377\376')"
printf x >-dash
printf x >'  spaces  '
printf x >'été "quoted" *?[a]'
: >empty
setfattr -n user.k -v value file
setfacl -m u:5:rwx,d:u:6:r dir
touch -d '2001-02-03 04:05:06.123456789' file
touch -d '2003-04-05 06:07:08.5' dir
chmod 0555 sealed
`;

/** Fills a directory as a user that is not root. */
export function fillOwnVolume(directory: string, as: readonly string[]): void {
  const [program = '', ...args] = as;
  execFileSync(program, [...args, 'sh', '-euc', OWN_SCRIPT, 'sh', directory]);
}

/** Fills a directory with the volume that is hardest to copy. */
export function fillVolume(directory: string): void {
  execFileSync('sh', ['-euc', SCRIPT, 'sh', directory]);
}
