# shellcheck shell=sh disable=SC2154
# The walk through the volume, and the sections that come out of it alone. A part of xfer's manifest.

# A change soon after the scan may leave the ctime as it is (the clock of the kernel ticks every few
# milliseconds; a server's clock may be another one): what is that young is never reused.
settling_seconds() {
  case $(stat -f -c %T .) in
    ext2/ext3 | xfs | btrfs | tmpfs | overlayfs | zfs | f2fs) echo 2 ;;
    *) echo 120 ;;
  esac
}

# One line an entry: type mode uid gid mtime size nlink key path target. The key names this state of
# this inode; a `!` marks one that is too young to be trusted later.
#
# As a user the root keeps the mode and time that whoever made the volume gave it, and owners are the user's own.
walk() {
  owner='%U\t%G' root_mode='%#m' root_time='%T@'
  [ -z "$1" ] || root_time='-'
  [ -z "$2" ] || owner='-\t-' root_mode='-' root_time='-'
  young=$(($(date +%s) - $(settling_seconds)))
  key='%i:%C@:%T@:%s'
  status=0
  find . -xdev \( -path ./lost+found -o -path ./.velero \) -prune -o \
    \( -path . -printf "d\t$root_mode\t$owner\t$root_time\t-\t-\t$key" \
      -o -type d -printf "d\t%#m\t$owner\t%T@\t-\t-\t$key" \
      -o -printf "%y\t%#m\t$owner\t%T@\t%s\t%n\t$key" \) \
    \( -newerct "@$young" -printf '!' -o -true \) -printf '\t%p//%l\0' \
    >"$work/walk" 2>"$work/walk.err" || status=$?
  walk_errors=$(wc -l <"$work/walk.err")
  [ "$status" -eq 0 ] || [ "$walk_errors" -gt 0 ] || walk_errors=1
  cat "$work/walk.err" >&2
  lines_from "$work/walk" 9
  mv "$work/walk.lines" "$work/walk"
}

write_entries() { cut -f 1-7,9,10 "$work/walk" >"$work/entries"; }

write_devices() {
  sed -n '/^[bc]\t/p' "$work/walk" | cut -f 9 | names |
    xargs -0r stat --printf '%t:%T\t%n//\0' -- >"$work/rdev" || :
  lines_from "$work/rdev" 2
  cut -f 1,2 "$work/rdev.lines" >"$work/devices"
}

# find can print the number of links of a name, but not which other names have the same inode.
write_links() {
  sed -n '/^d\t/d;/^\([^\t]*\t\)\{6\}1\t/!p' "$work/walk" | cut -f 8,9 | by 1 >"$work/linked"
  by 1 -u <"$work/linked" >"$work/leaders"
  joined -o 1.2,2.2 "$work/linked" "$work/leaders" >"$work/pairs"
  by 1 <"$work/pairs" >"$work/links"
}
