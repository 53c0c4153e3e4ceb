# shellcheck shell=sh disable=SC2154
# How much is in the volume, and how much its file system holds. A part of xfer.
#
# One walk, each inode once. What cannot be read is left out and counted as an error: a measure beside an
# application misses what vanishes meanwhile, and that is no reason to have none.

# Sums a column of numbers, many in each shell: there may be millions.
sum_column() {
  # shellcheck disable=SC2016
  cut -f "$2" "$1" | xargs -rn 2000 sh -c 'IFS=+; echo $(($*))' sum | {
    total=0
    while read -r part; do total=$((total + part)); done
    echo "$total"
  }
}

# Regular files, large enough for a hole to matter, whose blocks hold less than their length: find writes
# their ratio as 0, 0.5 or 1e-05.
count_sparse() {
  grep -cE "^[^	]*	[^	]*	[^	]*	(0(\.[0-9]+)?|[0-9.]+e-[0-9]+)	f\$" "$1" || :
}

measure() {
  mkdir -p "$XFER_STATE"
  work=$(mktemp -d "$XFER_STATE/measure.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # Inode, 512-byte blocks, length, ratio, type. The lost+found of the file system is not copied.
  find "$XFER_DATA" -xdev -path "$XFER_DATA/lost+found" -prune -o \
    \( -size +127 -printf '%i\t%b\t%s\t%S\t%y\n' -o -printf '%i\t%b\t%s\t1\t%y\n' \) \
    2>"$work/errors" >"$work/walk" || :
  sort -S 64M -t "$(printf '\t')" -k 1,1 -u "$work/walk" >"$work/inodes"
  printf '{"allocatedBytes":%s,"apparentBytes":%s,"inodes":%s,"sparseFiles":%s,"errors":%s' \
    $(($(sum_column "$work/inodes" 2) * 512)) "$(sum_column "$work/inodes" 3)" \
    "$(wc -l <"$work/inodes")" "$(count_sparse "$work/inodes")" "$(wc -l <"$work/errors")"
  # Type, block size, all, free and usable blocks, all and free inodes.
  # shellcheck disable=SC2046
  set -- $(stat -f -c '%T %S %b %f %a %c %d' "$XFER_DATA")
  printf ',"fileSystem":{"type":"%s","sizeBytes":%s,"usedBytes":%s,"freeBytes":%s,"inodes":%s,"freeInodes":%s}}\n' \
    "$1" $(($2 * $3)) $(($2 * ($3 - $4))) $(($2 * $5)) "$6" "$7"
}
