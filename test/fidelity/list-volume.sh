#!/bin/bash
# Lists everything there is to say about the entries of a volume into a file, one line each: made of find, sha256sum
# and getfattr, for hundreds of thousands of entries. The mover is not asked. Prints the digest of the list, the number
# of its lines, and the bytes on disk.
set -euo pipefail
export LC_ALL=C
root=$1 list=$2
cd "$root"
# The directory that a file system makes for itself is nobody's data.
everything=(. -mindepth 0 -path ./lost+found -prune -o)
escape() { tr '\n\0' '\001\n'; }
{
  # Sizes of directories are their file system's own business.
  find "${everything[@]}" -type d -printf 'entry %p|%y|%m|%U:%G||%T@|%l\0' -o -printf 'entry %p|%y|%m|%U:%G|%s|%T@|%l\0' | escape
  # Files with several names: each is listed beside the first of them.
  find "${everything[@]}" ! -type d -links +1 -printf '%i|%p\0' | escape | sort -t '|' -k1,1n -k2 |
    awk -F '|' '$1 != inode { inode = $1; first = $0; sub(/^[0-9]*\|/, "", first) } { name = $0; sub(/^[0-9]*\|/, "", name); print "link " name "|" first }'
  find "${everything[@]}" -type f -print0 | xargs -0 -r sha256sum -z -- | escape | sed 's/^/content /'
  find "${everything[@]}" -print0 | xargs -0 -r getfattr -h -d -m - -e hex --absolute-names -- 2>/dev/null |
    awk '/^# file: /{ file = substr($0, 9); next } NF { print "attribute " file "|" $0 }'
  find "${everything[@]}" \( -type b -o -type c \) -print0 | xargs -0 -r stat --printf 'device %n|%t:%T\0' -- | escape
} | sort > "$list"
# Lines may hold anything that names hold; only their number and digest leave the pod.
echo "$(sha256sum < "$list" | cut -d' ' -f1) $(grep -c '^entry ' "$list") $(du -s --block-size=1 . | cut -f1)"
