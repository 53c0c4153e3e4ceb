# shellcheck shell=sh disable=SC2154,SC2034
# Describes every entry of the volume. A part of xfer.
#
# A manifest is five sections of lines, sorted by path; fields are separated by tabs. Backslash, tab,
# newline and carriage return in names are written \134 \011 \012 \015; other bytes as they are.
#   entries   type mode uid gid mtime size nlink path target   (no size and nlink of directories)
#   devices   major:minor path
#   links     path leader        names that share an inode, with the first of them
#   xattrs    path name=value    ACLs and capabilities are among them
#   contents  path digest        BLAKE2b-256, or `unreadable`
# Equal volumes have equal sections, byte for byte; so the digests of sections suffice to say so.

readonly SECTIONS='entries devices links xattrs contents'

load records
load walk
load contents

# What the next manifest may take over: nothing that was too young, nothing that could not be read.
keep_for_later() {
  for kept in digests attributes; do
    sed "/^[^\t]*!\t/d;/\tunreadable\$/d" "$work/$kept" >"$dir/$kept"
  done
  if grep -qv -e 'No such file' -e 'Operation not supported' "$work/getfattr.err"; then
    : >"$dir/seen"
  else
    sed '/!$/d' "$work/keys" >"$dir/seen"
  fi
}

digest_of() { b2sum -l 256 <"$1" | cut -c 1-64; }

summary() {
  printf '{"manifest":"%s","startedAtMs":%s,"finishedAtMs":%s' "$id" "$started" "$(now_ms)"
  printf ',"entries":%s,"files":%s,"bytes":%s' \
    "$(wc -l <"$dir/entries")" "$(wc -l <"$dir/contents")" "$(sum_sizes "$work/files")"
  printf ',"filesHashed":%s,"filesUnreadable":%s,"walkErrors":%s,"xattrErrors":%s,"digests":{' \
    "$(wc -l <"$work/unhashed")" "$(grep -c "${TAB}unreadable\$" "$dir/contents" || :)" \
    "$walk_errors" "$xattr_errors"
  comma=
  for section in $SECTIONS; do
    printf '%s"%s":"%s"' "$comma" "$section" "$(digest_of "$dir/$section")"
    comma=,
  done
  printf '}}\n'
}

manifest() {
  check_id "${1:-}"
  id=$1 since='' ignore_root_time='' as_user=''
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --since) check_id "${2:-}"; since=$XFER_STATE/$2; shift ;;
      --ignore-root-time) ignore_root_time=1 ;;
      --as-user) as_user=1; XATTRS=$USER_XATTRS ;;
      *) die "unknown option: $1" 2 ;;
    esac
    shift
  done
  dir=$XFER_STATE/$id work=$XFER_STATE/$id/work
  if [ -f "$dir/summary" ]; then cat "$dir/summary"; return; fi
  # An earlier manifest that was lost, or never ended, saves nothing; the result is the same.
  [ -z "$since" ] || [ -f "$since/summary" ] || since=
  started=$(now_ms)
  XFER_JOBS=${XFER_JOBS:-$(nproc)}
  rm -rf "$work"
  mkdir -p "$work"
  cd "$XFER_DATA" || exit

  # A page that is dirty and mapped takes further writes without a new ctime. Once it is on the disk,
  # the next write is seen again.
  sync -f .
  echo phase=walk
  walk "$ignore_root_time" "$as_user"
  cut -f 8 "$work/walk" | sort -S 64M -u >"$work/keys"
  write_entries
  write_devices
  write_links
  echo phase=xattrs
  write_xattrs
  write_contents
  for section in $SECTIONS; do mv "$work/$section" "$dir/$section"; done
  keep_for_later
  summary >"$work/summary"
  mv "$work/summary" "$dir/summary"
  rm -rf "$work"
  cat "$dir/summary"
}

fetch() {
  check_id "${1:-}"
  case " $SECTIONS " in *" ${2:-} "*) ;; *) die "no such section: '${2:-}'" 2 ;; esac
  [ -f "$XFER_STATE/$1/summary" ] || die "no manifest: $1"
  gzip -1 <"$XFER_STATE/$1/$2" | base64
}
