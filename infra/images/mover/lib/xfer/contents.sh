# shellcheck shell=sh disable=SC2154,SC2034
# The sections for which files have to be read, and what is spared since an earlier manifest knows it.
# A part of xfer's manifest.

# All but security.selinux, which the target sets by its own labels, and the views that some file
# systems offer of themselves.
XATTRS='^(user|trusted)\.|^system\.posix_acl|^security\.([^s]|s[^e]|se[^l]|sel[^i]|seli[^n]|selin[^u]|selinu[^x]|selinux.)'
# Those that a receiver keeps that is not root.
USER_XATTRS='^user\.|^system\.posix_acl'

# Lines `key value` of the earlier manifest whose key is still there
reuse() {
  [ -z "$since" ] || joined -o 2.1,2.2 "$work/keys" "$since/$1"
}

hash_part() {
  names <"$1" | xargs -0r b2sum -z -l 256 -- >"$1.sums" || :
}

# Reads each inode once, and only what has changed since the earlier manifest.
write_contents() {
  sed -n '/^f\t/p' "$work/walk" | cut -f 8,9 | by 1 >"$work/files"
  by 1 -u <"$work/files" >"$work/inodes"
  reuse digests >"$work/reused"
  joined -v 1 "$work/inodes" "$work/reused" | by 2 >"$work/unhashed"
  echo "phase=hash files=$(wc -l <"$work/unhashed") bytes=$(sum_sizes "$work/unhashed")"
  cut -f 2 "$work/unhashed" | split -n "r/$XFER_JOBS" - "$work/part."
  for part in "$work"/part.??; do hash_part "$part" & done
  wait
  cat "$work"/part.*.sums | sed -z 's/^\(.\{64\}\)  /\1\t/;s,$,//,' >"$work/sums"
  lines_from "$work/sums" 2
  joined -1 2 -2 2 -a 1 -e unreadable -o 1.1,2.1 "$work/unhashed" "$work/sums.lines" >"$work/hashed"
  by 1 <"$work/hashed" | sort -m -t "$TAB" -k 1,1 - "$work/reused" >"$work/digests"
  joined -o 1.2,2.2 "$work/files" "$work/digests" >"$work/pairs"
  by 1 <"$work/pairs" >"$work/contents"
}

# The key ends with the size.
sum_sizes() {
  # shellcheck disable=SC2016
  cut -f 1 "$1" | sed 's/!$//;s/.*://' | xargs -rn 2000 sh -c 'IFS=+; echo $(($*))' sum | {
    total=0
    while read -r part; do total=$((total + part)); done
    echo "$total"
  }
}

# getfattr prints `# file: NAME`, then a line per attribute, then an empty one; all of them escaped.
GETFATTR_LINES='
/^$/d
s/\t/\\011/g
/^# file: /{s///;h;d}
G
s/^\(.*\)\n\(.*\)$/\2\t\1/p'

write_xattrs() {
  cut -f 8,9 "$work/walk" | by 1 >"$work/all"
  by 1 -u <"$work/all" >"$work/inodes"
  reuse attributes >"$work/reused"
  if [ -n "$since" ]; then
    joined -v 1 "$work/inodes" "$since/seen" >"$work/unread"
  else
    cp "$work/inodes" "$work/unread"
  fi
  by 2 <"$work/unread" >"$work/unread.paths"
  cut -f 2 "$work/unread.paths" | names |
    xargs -0r getfattr --absolute-names -hd -m "$XATTRS" -e hex -- \
      >"$work/getfattr" 2>"$work/getfattr.err" || :
  # A file system without extended attributes has none to lose.
  xattr_errors=$(grep -vc 'Operation not supported' "$work/getfattr.err" || :)
  cat "$work/getfattr.err" >&2
  sed -n "$GETFATTR_LINES" "$work/getfattr" | by 1 >"$work/read"
  joined -1 2 -2 1 -o 1.1,2.2 "$work/unread.paths" "$work/read" | cat - "$work/reused" >"$work/both"
  sort -S 64M -t "$TAB" -k 1,1 -k 2 "$work/both" >"$work/attributes"
  joined -o 1.2,2.2 "$work/all" "$work/attributes" >"$work/pairs"
  sort -S 64M -t "$TAB" -k 1,1 -k 2 "$work/pairs" >"$work/xattrs"
}
